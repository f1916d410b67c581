import { checkTranslation } from './documentation';

const TYPESCRIPT = "import { App } from 'aws-cdk-lib';\nconst app = new App();\n";

test.each([
  ['python', 'from aws_cdk import App, Stack\n'], ['java', 'import software.amazon.awscdk.App;\n'], ['go', '\tapp := awscdk.NewApp(nil)\n'], ['csharp', 'using Amazon.CDK;\n'],
] as const)('a README in %s speaks that wherever it is shown, and no TypeScript', (language, example) => {
  expect(checkTranslation(language, example, example).passed).toBe(true);
  for (const wrong of [TYPESCRIPT, example + TYPESCRIPT, '']) { expect(checkTranslation(language, example, wrong).passed).toBe(false); }
});
