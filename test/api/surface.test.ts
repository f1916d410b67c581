import { undocumented, unstable, withoutDefault } from './docs';
import { elementsOf, namesIn } from './elements';
import { errors, unknownExports } from './exports';
import { alike, ambiguousArguments, behaviouralByName, clashingInterfaces, misspeltBrand, reserved } from './names';
import { foreign, FOREIGN, promises, settable, unions, untyped, UNTYPED } from './types';
import * as offered from '../../src';
import { assembly } from '../support/assembly';

describe('the API, as jsii tells it to the other languages', () => {
  let api: ReturnType<typeof assembly>;
  beforeAll(() => { api = assembly(); }, 120_000);

  test.each(Object.entries({
    unions,
    untyped,
    promises,
    settable,
    foreign,
    reserved,
    misspeltBrand,
    behaviouralByName,
    clashingInterfaces,
    alike,
    ambiguousArguments,
    undocumented,
    withoutDefault,
    unstable,
  }))('has nothing %s', (_, find) => {
    expect(find(api)).toEqual([]);
  });

  test('is large enough to be all of it', () => {
    expect(elementsOf(api).length).toBeGreaterThan(250);
  });

  test('uses each exception that is made for it', () => {
    const paths = elementsOf(api).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(Object.keys(UNTYPED)));
    const names = elementsOf(api).flatMap(({ reference }) => namesIn(reference));
    expect(Object.entries(FOREIGN).filter(([, pattern]) => !names.some(name => pattern.test(name))).map(([what]) => what)).toEqual([]);
  });

  test('is all that the module offers at run time', () => {
    expect(unknownExports(api, offered)).toEqual([]);
    expect(errors(offered)).toEqual([]);
  });
});
