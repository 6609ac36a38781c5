import { expect } from 'vitest';
import { replied, signedOff } from '../town/paths.ts';
import { story } from '../town/story.ts';
import { type StoryTown, until } from '../town/town.ts';

const NO = 'GD20261020004401';
const HANDLER = { person: 'zhangwei' };

/** Waits until the ticket has so many pieces of evidence, and returns them. */
const evidenceOf = async (town: StoryTown, count: number) => {
  await until(async () => (await town.ticket(NO)).evidence.length === count, `${count} pieces of evidence`);
  return (await town.ticket(NO)).evidence;
};

story(
  'R1.4 pictures sent after the contact belong to it; the file is kept sealed and handed out to who may read it',
  async ({ town }) => {
    await signedOff(town, NO);
    await town.asks('zhangwei', '联系 4401 方式:见面 地点:南门社区 情况:已查看', '可接着把照片');
    await town.asks('zhangwei', '[图片:现场.png]', `归入工单 ${NO}`);
    await town.asks('zhangwei', '[文件:通话记录.pdf]', '已收到 1 个附件');
    const kept = await evidenceOf(town, 2);
    const [photo, record] = ['image/png', 'application/pdf'].map((type) => kept.find((entry) => entry.type === type));
    expect((await town.ticket(NO)).contacts[0]?.attachments).toEqual(kept.map(({ id }) => id));
    expect(photo?.by).toBe('zhangwei');
    const file = await town.api(`/api/v1/tickets/${NO}/evidence/${record?.id}`);
    expect(file.headers.get('content-type')).toContain('application/pdf');
    expect(await file.text()).toContain('%PDF-1.4');
    expect((await town.api(`/api/v1/tickets/${NO}/evidence/none`)).status).toBe(404);
  },
);

story('R1.4 pictures in one message with the command, in a DingTalk group', async ({ town }) => {
  await town.tickets({ no: NO, department: 'zjj' });
  await town.card({ chat: 'cidZjj==' }, 'claim', NO);
  await town.asks(
    'zhoujie',
    '@工单助手 联系 4401 方式:见面 地点:幸福小区 情况:已查看 [图片:一.png][图片:二.png]',
    ['已记录', '已收到 2 个附件'],
    'cidZjj==',
  );
  // Two photos of one camera in the town are the same file, which is kept once.
  expect((await evidenceOf(town, 1))[0]?.by).toBe('zhoujie');
});

story(
  'what cannot be evidence is refused in one sentence, and a picture without a ticket asks for it',
  async ({ town }) => {
    await town.asks('zhangwei', '[图片]', '先发送“佐证 工单编号”');
    await signedOff(town, NO);
    await town.asks('zhangwei', '佐证 4401', `归入工单 ${NO}`);
    await town.asks('zhangwei', '[文件:病毒.exe]', '已收到 1 个附件');
    await town.reads(HANDLER, '佐证没有保存', '这种文件不能作为佐证');
    expect((await town.ticket(NO)).evidence).toEqual([]);
  },
);

story('R1.6 the sealed scan must be there before the reply is approved with it', async ({ town }) => {
  await signedOff(town, NO);
  await replied(town, NO);
  await town.asks('lijianguo', '审核 4401 通过 用印:扫描件', ['还没有收到签字盖章的扫描件', '第一条']);
  await town.asks('lijianguo', '[文件:签章.pdf]', `归入工单 ${NO}`);
  await evidenceOf(town, 1);
  await town.asks('lijianguo', '审核 4401 通过 用印:扫描件', '已审核通过');
  await town.card({ person: 'yangyan' }, 'followup', NO);
});

story('the platform is down while evidence is fetched: later, not lost', async ({ town }) => {
  await town.tickets({ no: NO, department: 'zjj' });
  await town.card({ chat: 'cidZjj==' }, 'claim', NO);
  await town.asks('chenjing', '佐证 4401', NO);
  await town.fault('dingtalk', 'http-500', { times: 2 });
  await town.says('chenjing', '[图片]');
  await town.reads({ person: 'chenjing' }, '已收到 1 个附件');
  expect(await evidenceOf(town, 1)).toHaveLength(1);
});
