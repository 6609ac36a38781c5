import type { PlatformName } from '../cards/exchange.ts';
import type { Person } from '../domain/person.ts';
import type { Scene } from './act.ts';
import type { LetterLine } from './centreDesk.ts';
import type { County } from './county.ts';

const PLATFORMS: Record<PlatformName, string> = { wecom: '企业微信', dingtalk: '钉钉' };

const STANDS: Record<Exclude<LetterLine['state'], 'failed'>, string> = {
  wanted: '这条消息还没到发送的时候，不用重发。',
  queued: '这条消息已在排队，不用重发。',
  accepted: '这条消息平台已经收下，不用重发。',
  superseded: '这条消息已被后来的代替，不用重发。',
  merged: '这条消息已并入清单发出，不用重发。',
  recalling: '这条消息正在撤回，不能重发。',
  recalled: '这条消息已撤回，不能重发。',
};

/**
 * Why a letter is not sent again, as a sentence that says what to do; undefined: it may be. Only a failed first sending
 * is, to a group that is bound or a person who has an account there.
 */
export const whyNotResend = ({ state, act, to }: LetterLine, county: County): string | undefined => {
  if (state !== 'failed') return STANDS[state];
  if (act === 'recall') return '平台没有撤回这条消息，不能从这里重做；请到群内人工撤回。';
  if (act !== 'send') return '这是对已发卡片的更新，卡片已不能再改；在群里发“工单”加编号可看到现状。';
  const name = PLATFORMS[to.platform];
  if ('chat' in to)
    return county.chat(to.platform, to.chat)
      ? undefined
      : `这个${name}群已不在或没有绑定，不能重发；请把工单助手拉进新群并绑定。`;
  const person = county.person(to.personId);
  if (!person?.active) return '收信人已离岗，不能重发；请交给现在负责的人。';
  return person[to.platform] === undefined ? `${person.name}没有绑定${name}账号，不能重发；请先绑定。` : undefined;
};

/**
 * A failed letter is tried again, as the same row of the ledger, and it is kept who wanted that. Returns the line as it
 * is then; `because`: one sentence why nothing was done. Undefined: there is no such letter.
 */
export const resend = async (
  { desk, county, via }: Scene,
  by: Person,
  id: string,
  at: Date,
): Promise<LetterLine | { because: string } | undefined> => {
  const line = await desk.centre.lockLetter(id);
  if (!line) return undefined;
  const because = whyNotResend(line, county);
  if (because !== undefined) return { because };
  const { to, reason, code, channel, attempts } = line;
  await desk.centre.requeue(id, 'chat' in to ? undefined : county.person(to.personId)?.[to.platform]);
  await desk.centre.keepAct({
    type: 'LetterResent',
    at,
    by: by.id,
    about: id,
    via,
    before: { reason, code, channel, attempts, to: 'chat' in to ? to.chat : to.personId, kind: line.kind },
  });
  return desk.centre.lockLetter(id);
};
