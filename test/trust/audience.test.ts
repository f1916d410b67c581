import { DEFAULT_AUDIENCE } from '../../src/github/mint';
import { requireAudience } from '../../src/trust/audience';

function refusalOf(audience: unknown): { name: string; message: string } | undefined {
  try {
    requireAudience(audience);
    return undefined;
  } catch (error) {
    return { name: (error as Error).name, message: (error as Error).message };
  }
}

describe('the audience', () => {
  test('is by default the one that the credentials action asks for', () => {
    expect(DEFAULT_AUDIENCE).toBe('sts.amazonaws.com');
  });

  test.each([
    DEFAULT_AUDIENCE, 'sts.amazonaws.com.cn', 'https://github.com/octo-org', 'my audience', '${Token[Audience.12]}',
  ])('may be %p', audience => {
    expect(refusalOf(audience)).toBeUndefined();
  });

  test.each(['*', 'sts.*', 'sts.amazonaws.co?', 'https://github.com/*', '${Token[Audience.12]}*'])('may not be the pattern %p', audience => {
    expect(refusalOf(audience)).toEqual({ name: 'AudienceWildcard', message: expect.stringContaining(`'${audience}'`) });
  });

  test.each([
    ['', 'GithubTextBlank'],
    ['  ', 'GithubTextBlank'],
    [undefined, 'GithubTextMissing'],
    [null, 'GithubTextMissing'],
    [['sts.amazonaws.com'], 'GithubTextMissing'],
    ['${aws:username}', 'GithubPolicyVariable'],
    ['sts.amazonaws.com\u2013', 'GithubTextRefusedByIam'],
  ])('may not be %p, which is refused as %s', (audience, code) => {
    expect(refusalOf(audience)?.name).toBe(code);
  });

  test.each(['a'.repeat(255), `https://${'x'.repeat(247)}`])('may have 255 characters', audience => {
    expect(audience).toHaveLength(255);
    expect(refusalOf(audience)).toBeUndefined();
  });

  test('of 256 characters is refused with the number, its start and the limit', () => {
    expect(refusalOf('a'.repeat(256))).toEqual({
      name: 'AudienceInvalid', message: `the audience has 256 characters, '${'a'.repeat(40)}…'; IAM takes 255`,
    });
  });

  test('that is a pattern is refused with the reason and a remedy', () => {
    expect(refusalOf('*')?.message).toBe(
      "the audience is '*', and a token made for another service could be replayed; name the audience, such as 'sts.amazonaws.com'");
  });
});
