import type { Group, Person, Town } from '../../town/types.ts';
import { fingerprint } from '../machine.ts';

/** The union id of a resident: stable over apps, opaque. */
export const unionIdOf = (person: Person): string => `${fingerprint(`union:${person.id}`, 20)}iE`;

/** The encrypted sender id: not usable in any API. */
export const sealedIdOf = (key: string): string => `$:LWCP_v1:$${fingerprint(`sealed:${key}`)}`;

/** The robot's own sealed id. */
export const ROBOT_SEALED_ID = sealedIdOf('robot');

/** The conversation of one resident with the robot. */
export const privateCidOf = (person: Person): string => `cid${fingerprint(`private:${person.id}`)}==`;

export const personByUnionId = (town: Town, unionId: string): Person | undefined =>
  town.people.find((person) => person.dingtalk !== undefined && unionIdOf(person) === unionId);

/** A group of this platform, by its openConversationId. */
export const groupOf = (town: Town, cid: string): Group | undefined => {
  const group = town.group(cid);
  return group?.platform === 'dingtalk' ? group : undefined;
};
