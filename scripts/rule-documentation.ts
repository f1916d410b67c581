import {
  factory, isObjectLiteralExpression, isVariableDeclaration, SourceFile, TransformerFactory, VariableDeclaration, visitEachChild, visitNode, Visitor,
} from 'typescript';
import type { RuleDocumentation } from '../src/checks/rule';

const DOCUMENTATION: Readonly<Record<keyof RuleDocumentation, true>> = { summary: true, link: true, compliant: true, nonCompliant: true };

/** Takes from each rule what only RULES.md and the tests read. */
export const withoutDocumentation: TransformerFactory<SourceFile> = context => file => {
  const visit: Visitor = node => isVariableDeclaration(node) && node.type?.getText(file) === 'Rule' ? undocumented(node, file) : visitEachChild(node, visit, context);
  return visitNode(file, visit) as SourceFile;
};

function undocumented(declaration: VariableDeclaration, file: SourceFile): VariableDeclaration {
  const { name, initializer } = declaration;
  if (initializer === undefined || !isObjectLiteralExpression(initializer)) { return declaration; }
  const needed = initializer.properties.filter(property => !(property.name && property.name.getText(file) in DOCUMENTATION));
  return factory.updateVariableDeclaration(declaration, name, undefined, undefined, factory.updateObjectLiteralExpression(initializer, needed));
}
