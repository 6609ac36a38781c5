import type { Call, CommandSpec, Outcome } from '../spec.ts';
import { text } from '../spec.ts';

const SCOPES: Record<string, 'centre' | 'county'> = {
  中心: 'centre',
  热线中心: 'centre',
  县热线中心: 'centre',
  全县: 'county',
};

const notInGroup: Outcome = { say: '请在要绑定的群里发送这条命令。', changed: [] };

/** 绑定: an administrator ties this group to a department, to the centre or to the whole county. */
export const bind: CommandSpec = {
  name: '绑定',
  alias: 'bind',
  help: '管理员把本群绑定到承办单位，或绑定为 中心、全县',
  example: '绑定 县城市管理局',
  who: ['administrator'],
  tickets: 'none',
  bare: 'department',
  arguments: [{ key: 'department', name: '单位', kind: 'text', required: true, ask: '绑定到哪个单位？' }],
  run: async (call) => {
    const { chat, platform } = call.incoming;
    if (chat === undefined) return notInGroup;
    const words = text(call.values, 'department') ?? '';
    const scope = SCOPES[words];
    const department = call.scene.county.departmentNamed(words);
    if (!scope && !department)
      return { say: `没有叫“${words}”的单位，请写单位全称或简称，也可写 中心、全县。本群群号：${chat}`, changed: [] };
    await call.scene.desk.bindChat(
      { platform, id: chat, ...(scope ? { scope } : { department: department?.code ?? '' }) },
      call.actor.id,
      call.at,
    );
    return { say: `本群已绑定：${scope ? words : department?.name}。群号：${chat}`, changed: [] };
  },
};

/** 解绑: unties this group; nothing is posted here any more. */
export const unbind: CommandSpec = {
  name: '解绑',
  alias: 'unbind',
  help: '管理员解除本群的绑定',
  example: '解绑',
  who: ['administrator'],
  tickets: 'none',
  arguments: [],
  run: async (call) => {
    const { chat, platform } = call.incoming;
    if (chat === undefined) return notInGroup;
    await call.scene.desk.bindChat({ platform, id: chat }, call.actor.id, call.at);
    return { say: `本群已解绑，不再推送工单。群号：${chat}`, changed: [] };
  },
};

const idLine = (call: Call): string =>
  call.incoming.chat === undefined ? '这里是私聊，没有群号。' : `本群群号：${call.incoming.chat}`;

/** 群号: this group's id, for the administrator. */
export const chatId: CommandSpec = {
  name: '群号',
  alias: 'chatid',
  help: '显示本群的群号',
  example: '群号',
  who: 'all',
  tickets: 'none',
  arguments: [],
  run: async (call) => ({ say: idLine(call), changed: [] }),
};
