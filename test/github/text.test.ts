import { App, Aws, CfnParameter, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { encodeColons, isUnresolved, maskUnresolved, requirePolicyText, UNRESOLVED } from '../../src/github/text';
import { hasWildcard } from '../../src/github/wildcard';

const stack = new Stack(new App(), 'Stack');
const parameter = new CfnParameter(stack, 'Parameter');
const TOKENS: [string, string][] = [
  ['Token.asString', Token.asString({ Ref: 'X' })],
  ['Token.asString with a hint', Token.asString({ Ref: 'X' }, { displayHint: 'my:hint é*?' })],
  ['a parameter', parameter.valueAsString],
  ['Aws.ACCOUNT_ID', Aws.ACCOUNT_ID],
  ['Lazy.string', Lazy.string({ produce: () => 'late' })],
  ['Fn.join', Fn.join('-', ['a', parameter.valueAsString])],
  ['Fn.importValue', Fn.importValue('Export')],
  ['the account of a stack without an environment', stack.account],
];
const NUMBERS: [string, number][] = [
  ['Token.asNumber', Token.asNumber({ Ref: 'X' })],
  ['a number parameter', new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber],
  ['Lazy.number', Lazy.number({ produce: () => 42 })],
];
const WITH_COLON = Token.asString({ Ref: 'X' }, { displayHint: 'my:hint' });

/** What the CDK makes of a text at synthesis is something else than the text. */
function cdkReplaces(text: string): boolean {
  try {
    return stack.resolve(text) !== text;
  } catch {
    return true;
  }
}

/** Texts that look like tokens more often than random ones do. */
const tokenLike = fc.array(fc.oneof(
  fc.constantFrom('${Token[', 'TOKEN.1', ']}', '${', '}', '[', ']', 'Token[', '#{Token[', '${token[',
    ':', '.', '_', '-', ' ', '\n', 'é', '*', '$', 'a'),
  fc.constantFrom(...TOKENS.map(([, token]) => token)),
), { maxLength: 8 }).map(parts => parts.join(''));

/** Texts that hold or resemble a number token. */
const numberLike = fc.array(fc.oneof(
  fc.constantFrom('-1.', '-', '1.', 'e+289', 'e+28', ':', 'a'),
  fc.stringMatching(/^-1\.[0-9]{8,18}e\+289$/),
  fc.stringMatching(/^[0-9]{8,18}$/),
  fc.constantFrom(...NUMBERS.map(([, token]) => `${token}`)),
), { maxLength: 6 }).map(parts => parts.join(''));

describe('isUnresolved', () => {
  test.each(TOKENS)('%s is unresolved, also inside a longer text', (_, token) => {
    for (const text of [token, `a${token}`, `${token}b`, `a${token}b${token}`]) {
      expect(isUnresolved(text)).toBe(true);
      expect(Token.isUnresolved(text)).toBe(true);
    }
  });

  test.each([
    '', 'main', '${Token[]}', '${Token[a b]}', '${Token[é]}', '${Token[a*]}', '${Token[X]', '${Token[X}', '$ {Token[X]}', '${token[X]}',
    '${TOKEN[X]}',
    '#{Token[X]}', '{Token[X]}', 'Token[X]', '${AWS::AccountId}', '${aws:username}', '${Token [X]}', '${Token[a\n]}',
  ])('%j is literal', text => {
    expect(isUnresolved(text)).toBe(false);
    expect(Token.isUnresolved(text)).toBe(false);
  });

  test('agrees with the CDK on texts that look like tokens', () => {
    fc.assert(fc.property(tokenLike, text => {
      expect(isUnresolved(text)).toBe(Token.isUnresolved(text));
    }), { numRuns: 2000 });
  });

  test('agrees with the CDK on texts that look like number tokens', () => {
    fc.assert(fc.property(numberLike, text => {
      expect(isUnresolved(text)).toBe(cdkReplaces(text));
    }), { numRuns: 2000 });
  });

  test.each(NUMBERS)('%s is unresolved where a template string holds it', (_, token) => {
    for (const text of [`${token}`, `a${token}`, `${token}b`, `v1.${token}.0`, `${token}${token}`]) {
      expect(isUnresolved(text)).toBe(true);
      expect(cdkReplaces(text)).toBe(true);
    }
  });

  test.each([
    '42', '-1', '-1.5', '1e289', '-1e+289', '-1.888154589e+289', '1.8881545897087533e+289', '-2.8881545897087533e+289', '-1.8881545897087533e+288',
    '-1.8881545897087533e289', '-1.8881545897087533E+289', '-1.8881545897087533', '-1,8881545897087533e+289', '-1.88815458970875331e+289',
  ])('%j is a number like any other', text => {
    expect(isUnresolved(text)).toBe(false);
    expect(cdkReplaces(text)).toBe(false);
  });

  test('knows every number that the CDK gives away', () => {
    for (let i = 0; i < 2000; i++) {
      expect(isUnresolved(`v${Token.asNumber(Lazy.any({ produce: () => i }))}`)).toBe(true);
    }
  });

  test('gives the same answer when asked again', () => {
    for (const token of [TOKENS[0][1], `${NUMBERS[0][1]}`]) {
      expect([1, 2, 3].map(() => isUnresolved(token))).toEqual([true, true, true]);
    }
  });
});

describe('maskUnresolved', () => {
  test('replaces every token by the one character and nothing else', () => {
    expect(maskUnresolved(`a:${WITH_COLON}-b${Aws.REGION}`)).toBe(`a:${UNRESOLVED}-b${UNRESOLVED}`);
    expect(maskUnresolved(`v1.${NUMBERS[0][1]}.0`)).toBe(`v1.${UNRESOLVED}.0`);
  });

  test.each([...TOKENS, ...NUMBERS])('%s is one character, and two in a row are two', (_, token) => {
    expect(maskUnresolved(`${token}`)).toBe(UNRESOLVED);
    expect(maskUnresolved(`${token}${token}`)).toBe(UNRESOLVED.repeat(2));
  });

  test('the character is a private one that no policy text can hold itself', () => {
    expect(UNRESOLVED).toMatch(/^[\ue000-\uf8ff]$/);
    expect(() => requirePolicyText('the branch', `a${UNRESOLVED}`)).toThrow(expect.objectContaining({ name: 'GithubTextRefusedByIam' }));
  });

  test('is the text itself where nothing is unresolved', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), text => {
      fc.pre(!isUnresolved(text));
      expect(maskUnresolved(text)).toBe(text);
    }));
  });
});

describe('hasWildcard', () => {
  test.each(['*', '?', 'a*', '?b', 'a\n*'])('%j has a wildcard', text => {
    expect(hasWildcard(text)).toBe(true);
  });

  test.each(['', 'main', '%2A', '[a-z]', '+', '#', TOKENS[0][1]])('%j has none', text => {
    expect(hasWildcard(text)).toBe(false);
  });

  test('a wildcard beside a token is seen', () => {
    expect(hasWildcard(`${TOKENS[0][1]}*`)).toBe(true);
  });
});

describe('encodeColons', () => {
  test.each([
    ['Production:V1', 'Production%3AV1'],
    [':a::b:', '%3Aa%3A%3Ab%3A'],
    ['a b/c%d@é', 'a b/c%d@é'],
    ['100%3A', '100%3A'],
    ['', ''],
  ])('%j becomes %j', (text, encoded) => {
    expect(encodeColons(text)).toBe(encoded);
  });

  test('leaves a token whole that has colons of its own', () => {
    expect(WITH_COLON).toContain(':');
    expect(encodeColons(WITH_COLON)).toBe(WITH_COLON);
    expect(encodeColons(`a:${WITH_COLON}:b:${Aws.REGION}`)).toBe(`a%3A${WITH_COLON}%3Ab%3A${Aws.REGION}`);
    expect(stack.resolve(encodeColons(`a:${WITH_COLON}`))).toEqual({ 'Fn::Join': ['', ['a%3A', { Ref: 'X' }]] });
  });

  test('leaves a number token whole', () => {
    const [[, token]] = NUMBERS;
    expect(encodeColons(`a:${token}:b`)).toBe(`a%3A${token}%3Ab`);
    expect(stack.resolve(encodeColons(`a:${token}`))).toEqual({ 'Fn::Join': ['', ['a%3A', { Ref: 'X' }]] });
  });

  test('never leaves a colon outside tokens, and keeps every token in its place', () => {
    fc.assert(fc.property(fc.oneof(tokenLike, numberLike), text => {
      const encoded = encodeColons(text);
      expect(maskUnresolved(encoded)).not.toContain(':');
      expect(maskUnresolved(encoded)).toBe(encodeColons(maskUnresolved(text)));
    }), { numRuns: 1000 });
  });

  test('can be undone where the text held no %3A before', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(':', '%', '3', 'A', '/', 'é', ' ')).map(parts => parts.join('')), text => {
      fc.pre(!text.includes('%3A'));
      expect(encodeColons(text).replaceAll('%3A', ':')).toBe(text);
    }));
  });
});

describe('requirePolicyText', () => {
  test.each([
    [undefined, 'undefined', 'undefined'], [null, 'null', 'object'], [42, '42', 'number'], [NaN, 'NaN', 'number'], [true, 'true', 'boolean'],
    [{}, '[object Object]', 'object'], [['main'], 'main', 'object'], [new String('main'), 'main', 'object'],
    [() => 'main', "() => 'main'", 'function'], [Symbol('main'), 'Symbol(main)', 'symbol'], [10n, '10', 'bigint'],
  ])('a JavaScript caller who passes %p hears that it is no text', (value, shown, kind) => {
    expect(() => requirePolicyText('the branch', value)).toThrow(expect.objectContaining({
      name: 'GithubTextMissing', message: `the branch is '${shown}', a value of type ${kind}; pass it as a string`,
    }));
  });

  test.each(NUMBERS)('%s is no text as long as it is a number', (_, token) => {
    expect(() => requirePolicyText('the branch', token)).toThrow(expect.objectContaining({
      name: 'GithubTextMissing', message: `the branch is '${token}', a value of type number; pass it as a string`,
    }));
  });

  test('a CDK value that is not encoded as text is refused', () => {
    expect(() => requirePolicyText('the branch', Lazy.any({ produce: () => 'main' }))).toThrow(expect.objectContaining({
      name: 'GithubTextMissing',
    }));
  });

  test.each(['', ' ', '\t', '\n\r', '   ', '\u00a0'])('%j is refused as blank', text => {
    const act = () => requirePolicyText('the branch', text);
    expect(act).toThrow(expect.objectContaining({ name: 'GithubTextBlank', message: expect.stringContaining('must not be empty or blank') }));
    expect(act).toThrow(`the branch is '${text}'`);
  });

  test.each([
    '${aws:username}', '${*}', '${$}', '${', 'a${b', '${token.actions.githubusercontent.com:sub}', '${Token[a b]}',
    `${Aws.REGION}\${aws:username}`,
  ])('%j is refused, because IAM would read a policy variable', text => {
    const act = () => requirePolicyText('the environment', text);
    expect(act).toThrow(expect.objectContaining({ name: 'GithubPolicyVariable', message: expect.stringContaining('write the value that you mean') }));
    expect(act).toThrow(`the environment is '${text}'`);
  });

  test.each([
    ['a\u0000', 'U+0000'], ['\u0008', 'U+0008'], ['a\u000bb', 'U+000B'], ['\u001f', 'U+001F'], ['\u0100', 'U+0100'], ['10 €', 'U+20AC'],
    ['ship 🚀', 'U+1F680'], ['lone \ud800', 'U+D800'], ['日本', 'U+65E5'], [`${Aws.REGION}€`, 'U+20AC'],
  ])('%j is refused, because a policy cannot hold %s', (text, code) => {
    const act = () => requirePolicyText('the environment', text);
    expect(act).toThrow(expect.objectContaining({ name: 'GithubTextRefusedByIam', message: expect.stringContaining('rename it on GitHub') }));
    expect(act).toThrow(`the environment is '${text}'`);
    expect(act).toThrow(`character ${code};`);
  });

  test.each([
    'main', ' a ', 'a\tb\nc\rd', '~', '\u007f', '\u0080', 'café', 'ÿ', '$', '{}', '$ {', '{$', '%3A', '\\', "'", '*', '?',
  ])('%j is taken', text => {
    expect(() => requirePolicyText('the environment', text)).not.toThrow();
  });

  test.each([...TOKENS, ...NUMBERS])('%s is taken, alone and beside text', (_, token) => {
    expect(() => requirePolicyText('the environment', `${token}`)).not.toThrow();
    expect(() => requirePolicyText('the environment', `a ${token}`)).not.toThrow();
  });

  test('takes a text that is not blank exactly if IAM can hold each of its characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', minLength: 1 }), text => {
      fc.pre(text.trim() !== '' && !text.includes('${'));
      const act = () => requirePolicyText('the environment', text);
      if (/^[\t\n\r\u0020-\u00ff]*$/.test(text)) {
        expect(act).not.toThrow();
      } else {
        expect(act).toThrow(expect.objectContaining({ name: 'GithubTextRefusedByIam' }));
      }
    }), { numRuns: 500 });
  });
});
