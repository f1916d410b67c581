import { execFileSync } from 'child_process';
import { Aws, Token } from 'aws-cdk-lib';
import { idCommand } from '../../src/github/id-command';
import { parseOwner, parseRepository } from '../../src/github/repository-identity';

/** The arguments that a shell would hand to `gh`. */
function argumentsOf(command: string): string[] {
  return execFileSync('sh', ['-c', `gh() { printf '%s\\n' "$@"; }; ${command}`], { encoding: 'utf8' }).trimEnd().split('\n');
}

/** What jq prints for a filter that is one text with paths in it. */
function printed(filter: string, answer: any): string {
  return JSON.parse(filter.replace(/\\\(\.([a-z.]+)\)/g, (_, path: string) => path.split('.').reduce((value, key) => value[key], answer)));
}

describe('the command that prints the IDs', () => {
  test.each(['octo-org/octo-repo', 'mona_acme/.github', 'Octo-Org/Octo.Repo_2'])('of %s prints what GithubRepository.of() takes', fullName => {
    const command = idCommand(fullName);
    expect(command).toBe(`gh api repos/${fullName} --jq '"\\(.owner.login)@\\(.owner.id)/\\(.name)@\\(.id)"'`);

    const [api, path, option, filter] = argumentsOf(command);
    expect([api, path, option]).toEqual(['api', `repos/${fullName}`, '--jq']);
    const [login, name] = fullName.split('/');
    const text = printed(filter, { id: 74, name, full_name: fullName, owner: { login, id: 65 } });
    expect(parseRepository(text)).toMatchObject({ fullName, ids: { owner: '65', repository: '74' }, immutableName: text });
  });

  test.each(['octo-org', 'mona_acme', 'Octo-Org'])('of all that %s owns prints what GithubRepository.allOwnedBy() takes', login => {
    const command = idCommand(`${login}/*`);
    expect(command).toBe(`gh api users/${login} --jq '"\\(.login)@\\(.id)"'`);

    const [api, path, option, filter] = argumentsOf(command);
    expect([api, path, option]).toEqual(['api', `users/${login}`, '--jq']);
    const text = printed(filter, { login, id: 65, type: 'Organization' });
    expect(text).toBe(`${login}@65`);
    expect(parseOwner(text)).toMatchObject({ owner: login, ids: { owner: '65' }, immutableName: `${login}@65/*` });
  });

  test.each([
    ['whole', Aws.REGION], ['its owner', `${Aws.REGION}/octo-repo`], ['its name', `octo-org/${Aws.REGION}`],
    ['a number', `octo-org/${Token.asNumber({ Ref: 'X' })}`], ['two parts', `${Aws.REGION}/${Aws.REGION}`],
  ])('has placeholders where %s is known only at deployment', (_, fullName) => {
    expect(idCommand(fullName)).toBe(idCommand('OWNER/REPO'));
  });
});
