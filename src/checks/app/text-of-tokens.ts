import { DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import type { AppTemplate, AppTemplates } from './template';

/**
 * A value of the program as text. A reference is read in the stack of what it refers to: in another stack the same logical id is something else.
 *
 * @param template of the construct that the value belongs to
 */
export function textOfTokens(value: unknown, template: AppTemplate, templates: AppTemplates): unknown {
  const read = (reference: Reference) => {
    const stack = Stack.of(reference.target);
    const own = reference.displayName.startsWith('AWS::') ? template : templates.of(stack) ?? template;
    return templates.textOf(own, own.stack.resolve(reference));
  };
  return templates.textOf(template, Tokenization.resolve(value, { scope: template.stack, resolver: new ReferenceReader(read) }));
}

class ReferenceReader extends DefaultTokenResolver {
  constructor(private readonly read: (reference: Reference) => unknown) {
    super({ join: (left, right) => left === undefined ? right : right === undefined ? left : { 'Fn::Join': ['', [left, right]] } });
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    return Reference.isReference(token) ? this.read(token) : super.resolveToken(token, context, postProcessor);
  }
}
