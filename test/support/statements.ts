import { TrustStatement } from '../../src/trust/trust-statement';

/** A statement as its parts: no claim and no guard is left out. */
export function partsOf({ sid, conditions }: TrustStatement) {
  const valuesOf = (claim: string) => conditions.find(condition => condition.claim === claim && condition.operator !== 'StringNotLike')?.values;
  const [repositories, owners] = [valuesOf('repository_id'), valuesOf('repository_owner_id')];
  const guards = conditions.filter(({ operator }) => operator === 'StringNotLike').flatMap(({ values }) => values);
  const claims = conditions.filter(({ claim }) => !['aud', 'sub', 'repository_id', 'repository_owner_id'].includes(claim))
    .map(({ operator, claim, values }) => [`${claim} ${operator}`, values]);
  return {
    sid,
    subjects: valuesOf('sub') ?? [],
    isPattern: conditions.some(({ claim, operator }) => claim === 'sub' && operator === 'StringLike'),
    audiences: valuesOf('aud') ?? [],
    ...((repositories ?? owners) && { ids: { repositories: repositories ?? [], owners: owners ?? [] } }),
    ...(guards.length > 0 && { guards }),
    ...(claims.length > 0 && { claims: Object.fromEntries(claims) }),
  };
}
