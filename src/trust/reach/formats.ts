import { Alphabet } from './alphabet';
import { choice, either, format, Plain, Row, sequence } from './language';
import { lazyByName } from './lazy';
import { DEAD } from './machine';

/** How GitHub writes what it puts into tokens, as far as somebody else's can be told from it. */
export type Formats = (name: string) => Plain;

const WORD = /[A-Za-z0-9]/;
const ANY = /[^]/u;
const GIT_REFUSES = '\\u0000-\\u0020\\u007f~^:?*[\\\\';
const IN_GIT_NAME = new RegExp(`[^${GIT_REFUSES}/.@]`);
const HEX = /[0-9a-f]/;
/** @see https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows */
export const EVENTS = [
  'push', 'workflow_dispatch', 'pull_request_target', 'schedule', 'workflow_run', 'workflow_call', 'repository_dispatch', 'release', 'create', 'delete',
  'issues', 'issue_comment', 'merge_group', 'deployment', 'deployment_status', 'check_run', 'check_suite', 'pull_request_review',
  'pull_request_review_comment', 'discussion', 'discussion_comment', 'fork', 'gollum', 'label', 'milestone', 'page_build', 'public',
  'registry_package', 'status', 'watch', 'branch_protection_rule', 'image_version',
] as const;

const MAKERS: Readonly<Record<string, (characters: readonly string[], formats: Formats) => Plain>> = {
  text: characters => repeated(characters, ANY),
  word: characters => repeated(characters, /\w/),
  anyRef: characters => repeated(characters, /[^:]/),
  path: characters => repeated(characters, /[^@:]/),
  hash: characters => format(characters, [...Array.from({ length: 40 }, (_, index): Row => [[HEX, index + 1]]), []], [40]),
  login: characters => format(characters, LOGIN, [1, 3]),
  actor: (_, of) => either(of('login'), joined(of('login'), choice(['[bot]']))),
  number: characters => format(characters, [[[/[1-9]/, 1]], [[/[0-9]/, 1]]], [1]),
  gitName: characters => format(characters, GIT_NAME, [1, 3]),
  repositoryName: characters => format(characters, [[[/\./, 1], [/[\w-]/, 3]], [[/\./, 2], [/[\w-]/, 3]], [[/[\w.-]/, 3]], [[/[\w.-]/, 3]]], [3]),
  branchRef: (_, of) => either(joined(choice(['refs/heads/']), of('gitName')), joined(choice(['refs/pull/']), of('number'), choice(['/merge']))),
  tagRef: (_, of) => joined(choice(['refs/tags/']), of('gitName')),
  ref: (_, of) => either(of('branchRef'), of('tagRef')),
  calledWorkflow: (_, of) => joined(of('login'), choice(['/']), of('repositoryName'), choice(['/']), of('path'), choice(['@']), of('anyRef')),
};

const LOGIN: readonly Row[] = [[[WORD, 1]], [[WORD, 1], [/-/, 0], [/_/, 2]], [[WORD, 3]], [[WORD, 3]]];
/** No component begins with a dot, and there are no two dots, no two slashes and no `@{`. */
const GIT_NAME: readonly Row[] = [
  [[/@/, 3], [IN_GIT_NAME, 1]],
  [[/\//, 0], [/\./, 2], [/@/, 3], [IN_GIT_NAME, 1]],
  [[/\//, 0], [/@/, 3], [IN_GIT_NAME, 1]],
  [[/\//, 0], [/\./, 2], [/@/, 3], [/\{/, DEAD], [IN_GIT_NAME, 1]],
];

export function formatsOf({ characters }: Alphabet): Formats {
  const formats: Formats = lazyByName(name => MAKERS[name](characters, formats));
  return formats;
}

function repeated(characters: readonly string[], set: RegExp): Plain {
  return format(characters, [[[set, 1]], [[set, 1]]], [1]);
}

function joined(...languages: readonly Plain[]): Plain {
  return sequence(languages.map(language => ({ language })));
}
