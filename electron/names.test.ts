import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EVENTS, SESSION } from '../desk/contract/session.ts';
import * as is from '../desk/contract/terms.ts';
import { CONTRACT } from '../desk/contract.ts';
import { PATH_FIELDS } from './chosen-paths.ts';
import { CALL_NAMES, EVENT_NAMES, SESSION_NAMES } from './names.ts';
import { USE_CASES } from './use-cases.ts';

/** What is inside optional, default and list. */
function innermost(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return innermost(schema.def.innerType);
  if (schema instanceof z.ZodArray) return innermost(schema.def.element);
  return schema;
}

describe('the names that cross the bridge', () => {
  it('are those of the contract, all of them and no other', () => {
    expect([...CALL_NAMES].sort()).toEqual(Object.keys(CONTRACT).sort());
    expect([...SESSION_NAMES].sort()).toEqual(Object.keys(SESSION).sort());
    expect([...EVENT_NAMES].sort()).toEqual(Object.keys(EVENTS).sort());
  });

  it('each lead to the use case of that name', () => {
    for (const [name, useCase] of Object.entries(USE_CASES)) expect(useCase.name).toBe(name);
    expect(Object.keys(USE_CASES).sort()).toEqual(Object.keys(CONTRACT).sort());
  });

  it('have every path of their input checked against what a person chose', () => {
    const found = Object.entries(CONTRACT).flatMap(([name, { input }]) => {
      const fields = Object.entries(input.shape).flatMap(([field, schema]) =>
        innermost(schema) === is.path ? [field] : [],
      );
      return fields.length === 0 ? [] : [[name, fields]];
    });
    expect(found.length).toBeGreaterThan(4);
    expect(Object.fromEntries(found)).toEqual(PATH_FIELDS);
  });
});
