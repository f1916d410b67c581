import { Aws, Token } from 'aws-cdk-lib';
import { GithubSubjectTemplate } from '../../src/github/subject-template';

const IDENTIFYING = ['repo', 'repository', 'repository_id', 'repository_owner', 'repository_owner_id'];

/** As a JavaScript caller may call it. */
function refusalOf(...keys: any[]): { name: string; message: string } {
  try {
    GithubSubjectTemplate.of(...keys);
  } catch (error) {
    return { name: (error as Error).name, message: (error as Error).message };
  }
  throw new Error('nothing was refused');
}

describe('the keys of a template', () => {
  test.each([
    [['repo', 'context', 'job_workflow_ref']],
    [['repo', 'job_workflow_ref', 'context']],
    [['context', 'repo', 'job_workflow_ref']],
    [['context', 'job_workflow_ref', 'repo']],
    [['job_workflow_ref', 'repo', 'context']],
    [['job_workflow_ref', 'context', 'repo']],
    [['environment', 'repository_owner']],
    [['repo_property_workspace_id', 'repository_id']],
    [['ref', 'repo', 'job_workflow_ref', 'repository_owner']],
    // what JavaScript finds on every object
    [['constructor', 'repo', 'valueof']],
  ])('stay in the order in which GitHub has them: %j', keys => {
    expect(GithubSubjectTemplate.of(...keys).claimKeys).toEqual(keys);
  });

  test.each(IDENTIFYING)('%s alone is enough, first or last', key => {
    expect(GithubSubjectTemplate.of(key).claimKeys).toEqual([key]);
    expect(GithubSubjectTemplate.of('actor', 'workflow', key).claimKeys).toEqual(['actor', 'workflow', key]);
  });

  test('are a copy, so that nobody can change the template later', () => {
    const given = ['repo', 'context'];
    const template = GithubSubjectTemplate.of(...given);
    given[0] = 'environment';
    template.claimKeys.reverse();
    template.claimKeys.push('actor');
    expect(template.claimKeys).toEqual(['repo', 'context']);
    expect(JSON.parse(template.toRepositoryRequest()).include_claim_keys).toEqual(['repo', 'context']);
  });
});

describe('a template is refused', () => {
  test.each([
    ['upper case', 'Repo'], ['a hyphen', 'job-workflow-ref'], ['a blank', 'repo '], ['nothing', ''], ['a value', 'repo:octo-org/octo-repo'],
    ['a wildcard', '*'], ['a digit first', '1st'], ['a list as text', 'repo,context'], ['a line end', 'repo\n'], ['a list', ['repo', 'context']],
    ['undefined', undefined], ['null', null], ['a number', 7], ['what is known only at deployment', Aws.REGION],
    ['a text around what is known only at deployment', `repo_property_${Token.asString({ Ref: 'X' })}`],
  ])('with %s for a key', (_, key) => {
    for (const keys of [[key], ['repo', key], [key, 'repo']]) {
      const { name, message } = refusalOf(...keys);
      expect(name).toBe('GithubSubjectTemplateInvalid');
      expect(message).toContain(`the key '${key}'`);
      expect(message).toContain("keys are 'repo', 'context' and claims of the token");
      expect(message).toContain('one by one');
    }
  });

  test('without a key', () => {
    expect(refusalOf()).toEqual({
      name: 'GithubSubjectTemplateInvalid', message: "the template has no key; pass them one by one, such as 'repo', 'context'",
    });
  });

  test.each([
    [['repo', 'context', 'repo'], 'repo'], [['repo', 'workflow', 'actor', 'workflow'], 'workflow'],
  ])('with a key twice: %j', (keys, twice) => {
    expect(refusalOf(...keys)).toEqual({
      name: 'GithubSubjectTemplateInvalid', message: expect.stringMatching(new RegExp(`'${twice}' twice; name it once`)),
    });
  });

  test.each([
    [['context']], [['environment']], [['repo_property_workspace_id']], [['job_workflow_ref']], [['workflow', 'ref', 'actor']],
    // what only begins like a key that tells the repository
    [['repository_visibility']], [['repo_property_repository_id', 'enterprise_id']],
  ])('if foreign repositories have the same subjects: %j', keys => {
    const { name, message } = refusalOf(...keys);
    expect(name).toBe('SubjectOpenToAnyOwner');
    expect(message).toContain(`the template is '${keys.join(', ')}'`);
    expect(message).toContain(`add one of ${IDENTIFYING.join(', ')}`);
  });
});

describe("the body for GitHub's REST API", () => {
  test.each([
    [['repo', 'context', 'job_workflow_ref']], [['context', 'repo']], [['repository_id']], [['environment', 'repository_owner']],
  ])('opts one repository in to its own template: %j', keys => {
    expect(JSON.parse(GithubSubjectTemplate.of(...keys).toRepositoryRequest())).toStrictEqual({ use_default: false, include_claim_keys: keys });
  });

  test.each([
    [['repo', 'context', 'job_workflow_ref']], [['repo', 'context']], [['environment', 'repository_owner']],
  ])("sets an organisation's template, which has no default to switch off: %j", keys => {
    expect(JSON.parse(GithubSubjectTemplate.of(...keys).toOrganizationRequest())).toStrictEqual({ include_claim_keys: keys });
  });
});
