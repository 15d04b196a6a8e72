import { Refusal } from '../core/failure.ts';
import { firstIssue } from '../core/first-issue.ts';
import { type Asked, CONTRACT, type Input, type Output, type UseCaseName } from './contract.ts';
import type { Desk } from './desk.ts';
import { requireStanding, type Standing } from './standing.ts';

/** One act of the desk: who may do it, and what it does with checked input. */
export interface UseCase<Name extends UseCaseName> {
  readonly name: Name;
  readonly standing: Standing;
  readonly run: (desk: Desk, input: Input<Name>) => Promise<Output<Name>>;
}

/** Ties an act to its line of the contract. */
export function useCase<Name extends UseCaseName>(
  name: Name,
  standing: Standing,
  run: (desk: Desk, input: Input<Name>) => Promise<Output<Name>>,
): UseCase<Name> {
  return { name, standing, run };
}

/**
 * Performs a use case: checks the input against the contract and the actor's standing against the roster, then acts.
 * Every caller, the command line as well as the window, comes through here.
 * @throws Refusal `input.invalid` naming the first wrong field, `desk.not-allowed`, and what the use case throws
 */
export async function perform<Name extends UseCaseName>(
  act: UseCase<Name>,
  desk: Desk,
  asked: Asked<Name>,
): Promise<Output<Name>> {
  const parsed = CONTRACT[act.name].input.safeParse(asked);
  if (!parsed.success) {
    const { field, words } = firstIssue(parsed.error);
    throw new Refusal('input.invalid', `What was given cannot be used: ${field || 'the whole'}: ${words}.`, {
      where: field || act.name,
      remedy: 'Correct this field and try again; nothing was changed.',
    });
  }
  requireStanding(desk, act.standing);
  return act.run(desk, parsed.data as Input<Name>); // parsed by the schema of this very name
}
