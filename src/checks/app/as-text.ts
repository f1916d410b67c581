import { unknownText, withUnknowns } from '../../github/unknown-text';
import { isPlainObject } from '../../trust/plain';

/** What a template's references stand for. */
export interface References {
  /** Of a parameter, a pseudo parameter or a resource, which `Ref` and `Fn::GetAtt` name. Undefined where only deployment knows it. */
  readonly valueOf: (logicalId: string, attribute?: string) => unknown;
  readonly importedAs: (exportName: string) => unknown;
  /** By the arguments of `Fn::FindInMap`. */
  readonly mappedTo?: (keys: readonly unknown[]) => unknown;
  /** What a reader knows a resource by. */
  readonly nameOf: (logicalId: string) => string;
}

/** Before the templates stand, names of resources would be guesses. */
export function referencesTo(known: Readonly<Record<string, string>>): References {
  return { valueOf: logicalId => known[logicalId], importedAs: () => undefined, nameOf: logicalId => logicalId };
}

/**
 * The value with its intrinsics as text: what only deployment knows is named between private characters. What vanishes at deployment is left
 * out. What has no intrinsics is not copied, since nearly all has none.
 */
export function asText(value: unknown, references: References): unknown {
  if (Array.isArray(value)) {
    const texts = value.map(one => asText(one, references));
    // A reference to a list stands for its elements.
    return isSame(texts, value) ? value
      : texts.flatMap((text, index) => Array.isArray(value[index]) ? [text] : text).filter(one => one !== undefined);
  }
  if (!isPlainObject(value)) {
    return typeof value === 'string' && value.includes('{{resolve:') ? value.replace(DYNAMIC, (_, name: string) => unknownText(name)) : value;
  }
  const names = Object.keys(value);
  const [name] = names;
  if (names.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) {
    return intrinsic(name, value[name], references);
  }
  const texts = names.map(one => asText(value[one], references));
  return isSame(texts, Object.values(value)) ? value
    : Object.fromEntries(texts.map((text, index) => [names[index], text]).filter(([, text]) => text !== undefined));
}

/** What CloudFormation looks up when it deploys. */
const DYNAMIC = /\{\{resolve:([^}]*)\}\}/g;

function isSame(texts: readonly unknown[], values: readonly unknown[]): boolean {
  return texts.every((text, index) => text !== undefined && text === values[index]);
}

function intrinsic(name: string, argument: unknown, references: References): unknown {
  switch (name) {
    case 'Ref': return argument === 'AWS::NoValue' ? undefined : referred(String(argument), undefined, references);
    case 'Fn::GetAtt': {
      const [logicalId, ...attribute] = Array.isArray(argument) ? argument : String(argument).split('.');
      return referred(String(logicalId), attribute.join('.'), references);
    }
    case 'Fn::ImportValue': {
      const exported = asText(argument, references);
      return references.importedAs(String(exported)) ?? unknownText(nameIn(exported));
    }
    case 'Fn::FindInMap': return references.mappedTo?.([argument].flat()) ?? unknownText(name);
    case 'Fn::ToJsonString': return JSON.stringify(asText(argument, references));
    case 'Fn::Join': return joined(argument, references) ?? unknownText(name);
    case 'Fn::Sub': return substituted(argument, references);
    case 'Fn::Select': return selected(argument, references) ?? unknownText(name);
    case 'Fn::Split': return split(argument, references) ?? unknownText(name);
    default: return unknownText(name);
  }
}

function referred(logicalId: string, attribute: string | undefined, { valueOf, nameOf }: References): unknown {
  return valueOf(logicalId, attribute) ?? unknownText(attribute === undefined ? nameOf(logicalId) : `${nameOf(logicalId)}.${attribute}`);
}

function joined(argument: unknown, references: References): string | undefined {
  const [separator, parts] = Array.isArray(argument) ? argument : [];
  const texts = asText(parts, references);
  return typeof separator === 'string' && Array.isArray(texts) && texts.every(isScalar) ? texts.join(separator) : undefined;
}

function substituted(argument: unknown, references: References): unknown {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') {
    return unknownText('Fn::Sub');
  }
  return text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) {
      return `\${${name.slice(1)}}`;
    }
    const given = isPlainObject(variables) ? variables[name] : undefined;
    const [logicalId, ...attribute] = name.split('.');
    const value = given === undefined ? referred(logicalId, attribute.length > 0 ? attribute.join('.') : undefined, references) : asText(given, references);
    return isScalar(value) ? String(value) : unknownText(name);
  });
}

function selected(argument: unknown, references: References): unknown {
  const [index, list] = Array.isArray(argument) ? argument : [];
  const values = asText(list, references);
  return Array.isArray(values) ? values[Number(index)] : undefined;
}

function split(argument: unknown, references: References): string[] | undefined {
  const [separator, text] = Array.isArray(argument) ? argument : [];
  const whole = asText(text, references);
  // An unknown value may hold the separator too.
  return typeof separator === 'string' && typeof whole === 'string' && whole === withUnknowns(whole, () => '') ? whole.split(separator) : undefined;
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function nameIn(value: unknown): string {
  return typeof value === 'string' ? withUnknowns(value, name => name) : 'Fn::ImportValue';
}
