import { shortTime } from '../cards/pieces.ts';
import type { Delegation } from '../domain/delegation/delegation.ts';
import { type DelegationCommand, type DelegationEvent, delegations } from '../domain/delegation/delegation.ts';
import { instant, toDate } from '../domain/instant.ts';
import { isRefusal, type Refusal } from '../domain/ticket/refusal.ts';
import type { Scene } from './act.ts';
import { actOnMatter, type MatterChange, type MatterOffice } from './matter.ts';
import { recipients } from './notices.ts';

/** What each of the two is told; nobody is told twice of one change. */
const words = (
  event: DelegationEvent,
  state: Delegation,
  name: (id: string) => string,
): { to: string; text: string }[] => {
  const { principal, delegate, until } = state;
  switch (event.type) {
    case 'DelegationGranted':
      return [
        {
          to: delegate,
          text: `${name(principal)}委托您代为签批和审核本单位工单，至 ${shortTime(until)}（第一条）。发送“待办”查看。`,
        },
      ];
    case 'DelegationWithdrawn':
      return [{ to: delegate, text: `${name(principal)}已撤销对您的签批委托。` }];
    case 'DelegationExpired':
      return [
        { to: principal, text: `您对${name(delegate)}的签批委托已到期，需要时请重新委托。` },
        { to: delegate, text: `${name(principal)}对您的签批委托已到期。` },
      ];
    default:
      return event satisfies never;
  }
};

/** 委托 granted, withdrawn or run out (R1.1): kept, made known to the two, and true for the whole house from now on. */
export const changeDelegation = async (
  scene: Scene,
  id: string,
  command: DelegationCommand,
): Promise<MatterChange<Delegation, DelegationEvent> | Refusal> => {
  const { desk, county } = scene;
  const change = await actOnMatter(scene, delegations, id, command);
  if (isRefusal(change) || change.events.length === 0) return change;
  await desk.directoryChanged();
  const at = toDate(command.at);
  const name = (person: string): string => county.person(person)?.name ?? person;
  for (const { to, text } of change.events.flatMap((event) => words(event, change.after, name))) {
    await desk.want(
      recipients(county, [county.person(to)]).map((recipient) => ({
        to: recipient,
        kind: 'text' as const,
        letter: { form: 'text' as const, text },
        tickets: [],
        at,
      })),
    );
  }
  return change;
};

/** The clock ends what has run out; a delegation has no card of its own. */
export const delegationOffice: MatterOffice = {
  kind: delegations.kind,
  watch: async (scene, id, at) => void (await changeDelegation(scene, id, { type: 'Watch', at: instant(at) })),
  draw: async () => undefined,
};
