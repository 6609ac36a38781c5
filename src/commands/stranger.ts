import type { Answer, Incoming, PlatformName } from '../cards/exchange.ts';
import { type Person, ROLE_NAMES } from '../domain/person.ts';
import type { PaperScene } from '../workflow/documents.ts';
import { recipients } from '../workflow/notices.ts';
import { codeIn } from './invitationCode.ts';
import { say } from './respond.ts';

/** What somebody reads whom the organisation file does not know on this platform (also one who has left), and how it is mended. */

/** After so many wrong codes an account's codes are not looked at for an hour. */
const WRONG_CODES = 5;
const PAUSE_MS = 3_600_000;

const PLATFORM_NAMES: Record<PlatformName, string> = { wecom: '企业微信', dingtalk: '钉钉' };

/** A group that is not bound: its id, and how it is bound. `why` stands before it. */
export const unboundGroup = ({ chat }: Incoming, why = ''): Answer =>
  say(`${why}本群还没有绑定承办单位。群号：${chat}。请管理员在群里发送：@工单助手 绑定 单位名称`);

const inGroup = ({ person, chat }: Incoming): Answer =>
  say(`您还没有登记，请联系县热线中心管理员。您的账号：${person}；本群群号：${chat}`);

const alone = ({ person }: Incoming): Answer =>
  say(
    [
      `您还没有登记。您的账号：${person}`,
      '请把账号发给县热线中心管理员登记；已在名册上的，可请管理员发送“绑定码 您的姓名”，再把收到的八位绑定码在这里发给我。',
    ].join('\n'),
  );

/** The person on their other account, if there is one, and the administrator: a code in wrong hands is noticed. */
const tellOthers = async (
  { desk, county }: PaperScene,
  { person, by, platform }: { person: Person; by: Person | undefined; platform: PlatformName },
  at: Date,
): Promise<void> => {
  const where = PLATFORM_NAMES[platform];
  const letters: [Person, string][] = [
    [person, `您的${where}账号已用绑定码绑定。如不是您本人操作，请马上联系县热线中心管理员。`],
    ...(by && by.id !== person.id
      ? [[by, `${person.name}已用您发的绑定码绑定了${where}账号。`] as [Person, string]]
      : []),
  ];
  await desk.want(
    letters.flatMap(([whom, text]) =>
      recipients(county, [whom]).map((to) => ({
        to,
        kind: 'text' as const,
        letter: { form: 'text' as const, text },
        tickets: [],
        at,
      })),
    ),
  );
};

const redeem = async (scene: PaperScene, incoming: Incoming, code: string, at: Date): Promise<Answer> => {
  const { desk, county } = scene;
  const { platform, person: id } = incoming;
  const wrong = Number((await desk.dialogue(platform, id, at))?.wrongCodes ?? 0);
  if (wrong >= WRONG_CODES) return say(`绑定码错误次数过多，请一小时后再试，或请管理员登记您的账号：${id}`);
  const found = await desk.redeem(code, { platform, id }, at);
  const person = found && county.person(found.person);
  if (!found || !person) {
    await desk.keepDialogue(platform, id, { wrongCodes: wrong + 1 }, new Date(at.getTime() + PAUSE_MS));
    return say(`绑定码不对、已用过或已过期，请管理员重新发送“绑定码 您的姓名”。您的账号：${id}`);
  }
  await desk.keepDialogue(platform, id, undefined, at);
  await tellOthers(scene, { person, by: county.person(found.by), platform }, at);
  const department = county.department(person.department)?.name ?? person.department;
  const roles = person.roles.map((role) => ROLE_NAMES[role]).join('、') || '无';
  return say(`绑定成功：${person.name}（${department}），角色：${roles}。发送“待办”查看等您处理的工单。`);
};

/** Answers somebody unknown: how they are registered, or, with an invitation code in private, the binding itself. */
export const respondToStranger = async (scene: PaperScene, incoming: Incoming, at: Date): Promise<Answer> => {
  const code = incoming.kind === 'message' ? codeIn(incoming.text) : undefined;
  if (incoming.chat === undefined) return code ? redeem(scene, incoming, code, at) : alone(incoming);
  if (code) {
    await scene.desk.spoil(code);
    return say(`绑定码只能在与工单助手的私聊中使用；这个码已在群里公开，不再有效，请管理员重新发一个。`);
  }
  const bound = scene.county.chat(incoming.platform, incoming.chat) !== undefined;
  return bound ? inGroup(incoming) : unboundGroup(incoming, `您还没有登记，您的账号：${incoming.person}。`);
};
