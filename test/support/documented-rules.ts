import { Rule } from '../../src/checks/rule';
import { RULES } from '../../src/checks/rules';

/** The rules as they are written, of which the sources may only read what ships. */
export const DOCUMENTED_RULES = RULES as readonly Rule[];
