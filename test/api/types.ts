import { Assembly, isClassType, isEnumType } from '@jsii/spec';
import { Element, elementsOf, namesIn, partsOf } from './elements';

/** Where the languages see no type at all, and why. */
export const UNTYPED: Record<string, string> = {
  'GithubOidcPrincipal.withConditions(conditions)': "the CDK's own signature",
  'GithubOidcTrust.ofPolicy(policy)': 'a policy document is JSON',
};

/**
 * What the API may take of its dependencies. Anything else brings types by the thousand into every Go build, and breaks with a service's L2.
 */
export const FOREIGN: Record<string, RegExp> = {
  'constructs': /^constructs\.\w+$/,
  'the core': /^aws-cdk-lib\.\w+$/,
  'IAM': /^aws-cdk-lib\.aws_iam\.\w+$/,
  'references to resources': /^aws-cdk-lib\.interfaces\.aws_\w+\.I\w+Ref$/,
  'a template in a test': /^aws-cdk-lib\.assertions\.Template$/,
};

/** A union is `Object` in Java and C#. */
export function unions(assembly: Assembly): string[] {
  return withPart(assembly, part => 'union' in part || 'intersection' in part);
}

export function untyped(assembly: Assembly): string[] {
  return withPart(assembly, part => 'primitive' in part && ['any', 'json'].includes(part.primitive)).filter(path => !(path in UNTYPED));
}

/** No language but TypeScript waits for a promise. */
export function promises(assembly: Assembly): string[] {
  return elementsOf(assembly).filter(({ async }) => async).map(({ path }) => path);
}

/** jsii sets a property of the object, not of the struct that the user holds. */
export function settable(assembly: Assembly): string[] {
  return elementsOf(assembly).filter(element => element.settable).map(({ path }) => path);
}

export function foreign(assembly: Assembly): string[] {
  return [...new Set(elementsOf(assembly).flatMap(element => [...namesIn(element.reference), ...basesOf(element)]
    .filter(name => !name.startsWith(`${assembly.name}.`) && !Object.values(FOREIGN).some(pattern => pattern.test(name)))
    .map(name => `${element.path}: ${name}`)))];
}

function basesOf({ type, kind }: Element): readonly string[] {
  if (isEnumType(type) || !['class', 'struct', 'interface'].includes(kind)) { return []; }
  return [...isClassType(type) && type.base ? [type.base] : [], ...type.interfaces ?? []];
}

function withPart(assembly: Assembly, is: (part: ReturnType<typeof partsOf>[number]) => boolean): string[] {
  return elementsOf(assembly).filter(({ reference }) => partsOf(reference).some(is)).map(({ path }) => path);
}
