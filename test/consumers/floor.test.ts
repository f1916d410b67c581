import { readFileSync } from 'fs';
import { join } from 'path';
import { floorOf } from './floor';

const ROOT = join(__dirname, '..', '..');

test.each([
  ['python/requirements.txt', `aws-cdk-lib>=${floorOf(ROOT)},<3\n`],
  ['python/requirements.txt', `constructs>=${floorOf(ROOT, 'constructs')},<11\n`],
  ['java/pom.xml', `<artifactId>aws-cdk-lib</artifactId>\n      <version>${floorOf(ROOT)}</version>`],
  ['java/pom.xml', `<artifactId>constructs</artifactId>\n      <version>${floorOf(ROOT, 'constructs')}</version>`],
])('examples/%s asks for the oldest that the package works with: %j', (file, text) => {
  expect(readFileSync(join(ROOT, 'examples', file), 'utf8')).toContain(text);
});
