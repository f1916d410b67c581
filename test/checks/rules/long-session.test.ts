import { longSession } from '../../../src/checks/rules/long-session';
import { unknownText } from '../../../src/github/unknown-text';
import { foundBy } from '../../support/found-by';

test.each([3601, 43200, '7200'])('finds %j seconds, and says what to do', MaxSessionDuration => {
  expect(foundBy(longSession, { properties: { MaxSessionDuration } })).toEqual([
    `a session may last '${MaxSessionDuration}' seconds, and a stolen one as long; leave maxSessionDuration out, or set it to what the longest job needs`,
  ]);
});

test.each([undefined, 900, 3600, unknownText('Duration')])('finds nothing in %j', MaxSessionDuration => {
  expect(foundBy(longSession, { properties: { MaxSessionDuration } })).toEqual([]);
});
