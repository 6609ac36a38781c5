import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Card } from '../../src/cards/card.ts';
import type { Answer, Incoming } from '../../src/cards/exchange.ts';
import type { ChatPlatform, Outcome, PlatformContext, RawRequest, Sending } from '../../src/chat/platform.ts';
import { newRef } from '../../src/kernel/ids.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { demoSettings } from '../../src/simulator/settings.ts';
import type { Message, Platform, TenantSettings } from '../../src/simulator/town/types.ts';
import { GROUPS, PEOPLE } from '../town/organisation.ts';
import { textsOf, until } from '../town/town.ts';

/** What the suite needs to know of a platform under test. */
export interface Tenant {
  platform: Platform;
  prepare?(settings: TenantSettings): void;
  open(simulator: Simulator, context: PlatformContext): ChatPlatform;
  /** A group and a person of the town on that platform; undefined: this door has none (an app sends to persons only). */
  group?: string;
  person: { id: string; platformId: string };
  /** The group's webhook robot, where one is registered. */
  webhookKey?: string;
  /** The door speaks only when asked: every card and text answers a question put just before. */
  answersOnly?: true;
  /** Every later change needs a code of its own. */
  codesServeOnce?: true;
  /** People log in with the account they have there: needs an app of the tenant's. */
  logsIn?: true;
  /** Whether a card in private can be changed later, without a click. */
  updates: boolean;
}

/** A card with one button, as plain data. */
export const oneButton = (more: Partial<Card> = {}): Card => ({
  kind: 'newTicket',
  ref: newRef(),
  title: '新工单',
  status: '待签收',
  tone: 'plain',
  body: '路灯不亮',
  facts: [{ label: '编号', value: 'GD1' }],
  actions: [{ action: 'claim', label: '签收', words: '签收 GD1' }],
  tickets: ['GD1'],
  ...more,
});

interface Rig {
  simulator: Simulator;
  platform: ChatPlatform;
  /** What came in, and what the next one is answered with. */
  incoming: Incoming[];
  answers: Answer[];
  /** The newest reference that a click brought, by card. */
  renewed: Map<string, Record<string, unknown>>;
}

const openRig = async (tenant: Tenant): Promise<Rig & { stop(): Promise<void> }> => {
  const settings = demoSettings('http://127.0.0.1:9');
  tenant.prepare?.(settings);
  const simulator = await startSimulator({ port: 0, settings, organisation: { people: PEOPLE, groups: GROUPS } });
  const rig: Rig = {
    simulator,
    incoming: [],
    answers: [],
    renewed: new Map(),
    platform: undefined as unknown as ChatPlatform,
  };
  rig.platform = tenant.open(simulator, contextOf(rig));
  const front = await openFront(() => rig.platform);
  simulator.setBotUrl(front.url);
  await rig.platform.start();
  await until(async () => rig.platform.ready().ok, 'the platform is ready');
  return {
    ...rig,
    stop: async () => {
      await rig.platform.stop();
      await front.stop();
      await simulator.stop();
    },
  };
};

const contextOf = (rig: Rig): PlatformContext => {
  const seen = new Map<string, Answer>();
  const nonces = new Map<string, string>();
  const tokens = new Map<string, string>();
  const notes = new Map<string, Record<string, unknown>>();
  const quiet = (): void => undefined;
  return {
    now: () => rig.simulator.town.now(),
    real: () => Date.now(),
    receive: async (incoming) => {
      const before = seen.get(incoming.dedupeKey);
      if (before) return { answer: before, repeated: true };
      const answer = rig.answers.shift() ?? {};
      seen.set(incoming.dedupeKey, answer);
      rig.incoming.push(incoming);
      return { answer, answerId: 'a1', repeated: false };
    },
    answered: async () => undefined,
    nonce: async (key, digest) => {
      const before = nonces.get(key);
      nonces.set(key, before ?? digest);
      return before === undefined ? 'fresh' : before === digest ? 'repeat' : 'forged';
    },
    token: async (key, fetch, options = {}) => {
      const kept = tokens.get(key);
      if (kept !== undefined && kept !== options.refuse) return kept;
      const { value } = await fetch();
      tokens.set(key, value);
      return value;
    },
    file: async (id) => Buffer.from(`file ${id}`),
    renew: async (cardRef, reference) => void rig.renewed.set(cardRef, reference),
    leader: () => ({
      held: () => true,
      onChange: (listener) => listener(true),
      release: async () => ({ others: false }),
    }),
    memory: {
      get: async (key) => notes.get(key),
      set: async (key, value) => void notes.set(key, value),
      add: async (key, count) => {
        const now = Number(notes.get(key)?.count ?? 0) + count;
        notes.set(key, { count: now });
        return now;
      },
    },
    log: { info: quiet, warn: quiet, error: quiet },
    tellCentre: async () => undefined,
    count: quiet,
  };
};

const openFront = async (platform: () => ChatPlatform): Promise<{ url: string; stop(): Promise<void> }> => {
  const { createServer } = await import('node:http');
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://bot');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw: RawRequest = {
      method: request.method === 'GET' ? 'GET' : 'POST',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)])),
      body: Buffer.concat(chunks),
    };
    const answer = (await platform().callbacks[url.pathname.replace('/callbacks/', '')]?.(raw)) ?? { status: 404 };
    response.writeHead(answer.status, answer.type ? { 'content-type': answer.type } : {}).end(answer.body ?? '');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** The behaviours every platform owes the port, run on the strict town. */
export const describePlatform = (name: string, tenant: Tenant): void => {
  describe(`${name} keeps the platform's contract`, () => {
    let rig: Awaited<ReturnType<typeof openRig>>;
    beforeAll(async () => {
      rig = await openRig(tenant);
    });
    afterAll(() => rig?.stop());

    const deliver = async (sending: Sending): Promise<Outcome> => {
      const whole = tenant.answersOnly && sending.act === 'send' ? { ...sending, ...(await asked(sending)) } : sending;
      return rig.platform.deliver(whole, await rig.platform.route(whole));
    };
    /** A person of the town asks where the sending goes to, and what that question may be answered by. */
    const asked = async ({ to }: Sending): Promise<{ reply?: Record<string, unknown> }> => {
      if ('person' in to && to.person !== tenant.person.platformId) return {};
      const before = rig.incoming.length;
      await say('@工单助手 待办', 'chat' in to ? to.chat : null);
      await until(async () => rig.incoming.length > before, 'the question came in');
      return { reply: rig.incoming.at(-1)?.reply ?? {} };
    };
    /** Puts a card before people: sent, or as the inline answer to a question in the group. */
    const put = async (where: 'group' | 'person', card: Card): Promise<Outcome> => {
      if (!tenant.answersOnly || where === 'person')
        return deliver({ act: 'send', id: newRef(), to: to(where), letter: { form: 'card', card } });
      rig.answers.push({ say: { form: 'card', card } });
      const answer = await say('@工单助手 待办');
      return { ok: ((await answer.json()) as { delivered: boolean }).delivered as true, channel: 'inline' };
    };
    const to = (where: 'group' | 'person') =>
      where === 'group'
        ? {
            platform: tenant.platform,
            chat: tenant.group ?? '',
            ...(tenant.webhookKey ? { webhookKey: tenant.webhookKey } : {}),
          }
        : { platform: tenant.platform, person: tenant.person.platformId };
    const shown = (text: string): Message[] =>
      rig.simulator.town.messages.filter((message) => message.from === undefined && textsOf(message).includes(text));
    const press = (message: Message, action: string) =>
      fetch(`${rig.simulator.url}/town/clicks`, {
        method: 'POST',
        body: JSON.stringify({ platform: tenant.platform, person: tenant.person.id, message: message.id, action }),
      });
    const places: ('group' | 'person')[] = tenant.group ? ['group', 'person'] : ['person'];
    const say = (text: string, chat: string | null = tenant.group ?? null) =>
      fetch(`${rig.simulator.url}/town/messages`, {
        method: 'POST',
        body: JSON.stringify({ platform: tenant.platform, person: tenant.person.id, text, ...(chat ? { chat } : {}) }),
      });

    test('a message comes in once, with who and where, and is answered where it was written', async () => {
      await say('你好', null);
      rig.answers.push({ say: { form: 'text', text: '请看待办列表' } });
      await say('@工单助手 待办');
      await until(async () => shown('请看待办列表').length === 1, 'the answer is read');
      expect(rig.incoming.at(-1)).toMatchObject({
        kind: 'message',
        platform: tenant.platform,
        person: tenant.person.platformId,
        ...(tenant.group ? { chat: tenant.group } : {}),
      });
    });

    test('a repeated callback acts once', async () => {
      const before = rig.incoming.length;
      rig.simulator.town.setFault({ platform: tenant.platform, kind: 'duplicate', times: 1 });
      await say('@工单助手 我');
      await until(async () => rig.incoming.length > before, 'it came in');
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(rig.incoming.length).toBe(before + 1);
    });

    test.each(places)('a card sent to a %s is shown, pressed, and changed by the answer', async (where) => {
      const card = oneButton({ body: `第一张给${where}` });
      expect(await put(where, card)).toMatchObject({ ok: true });
      const [message] = shown(`第一张给${where}`);
      if (!message) throw new Error('the card is shown');
      rig.answers.push({
        replace: { ...card, status: '已签收', body: `已由张伟签收${where}`, actions: [] },
        hint: '好的',
      });
      await press(message, 'claim');
      await until(async () => shown(`已由张伟签收${where}`).length === 1, 'the card has changed');
      expect(rig.incoming.at(-1)).toMatchObject({
        kind: 'click',
        ref: card.ref,
        action: 'claim',
        person: tenant.person.platformId,
      });
    });

    test('a form brings the chosen values', async () => {
      const form = [
        {
          key: 'lead',
          label: '牵头',
          kind: 'select' as const,
          required: true,
          value: 'b',
          options: [
            { id: 'a', text: '甲' },
            { id: 'b', text: '乙' },
          ],
        },
        {
          key: 'handlers',
          label: '经办',
          kind: 'select' as const,
          required: true,
          value: 'c',
          options: [{ id: 'c', text: '丙' }],
        },
      ];
      const card = oneButton({
        title: '请签批',
        body: '有表单',
        form,
        actions: [{ action: 'signoff', label: '签批', words: '签批 GD1' }],
      });
      await deliver({ act: 'send', id: newRef(), to: to('person'), letter: { form: 'card', card } });
      const [message] = shown('请签批');
      if (!message) throw new Error('the form is shown');
      await press(message, 'signoff');
      await until(async () => rig.incoming.at(-1)?.kind === 'click', 'the click came');
      expect(rig.incoming.at(-1)).toMatchObject({
        action: 'signoff',
        values: expect.objectContaining({ lead: 'b', handlers: 'c' }),
      });
    });

    test('a standing card is changed later, or the platform says that it cannot be', async () => {
      const card = oneButton({ body: '将被更新' });
      const sent = await deliver({ act: 'send', id: newRef(), to: to('person'), letter: { form: 'card', card } });
      const reference = sent.ok ? (sent.reference ?? {}) : {};
      const outcome = await deliver({
        act: 'update',
        id: newRef(),
        to: to('person'),
        card: { ...card, body: '更新好了' },
        reference,
      });
      if (tenant.updates) expect([outcome.ok, shown('更新好了').length]).toEqual([true, 1]);
      else expect(outcome).toMatchObject({ ok: false, class: 'referenceSpent' });
    });

    if (tenant.codesServeOnce)
      test('a change uses its code up, a click brings a new one', async () => {
        const card = oneButton({ body: '用一次' });
        const sent = await deliver({ act: 'send', id: newRef(), to: to('person'), letter: { form: 'card', card } });
        const change = (body: string, reference: Record<string, unknown>): Promise<Outcome> =>
          deliver({ act: 'update', id: newRef(), to: to('person'), card: { ...card, body }, reference });
        const first = sent.ok ? (sent.reference ?? {}) : {};
        expect(await change('变一', first)).toMatchObject({ ok: true });
        expect(await change('变二', first)).toMatchObject({ ok: false, class: 'referenceSpent' });
        const [message] = shown('变一');
        if (!message) throw new Error('the card is shown');
        await press(message, 'claim');
        expect(await change('变三', rig.renewed.get(card.ref) ?? {})).toMatchObject({ ok: true });
        expect(shown('变三')).toHaveLength(1);
      });

    test('a busy platform is not reachable, a nobody is rejected', async () => {
      rig.simulator.town.setFault({ platform: tenant.platform, kind: 'busy', times: 1 });
      expect(
        await deliver({ act: 'send', id: newRef(), to: to('person'), letter: { form: 'card', card: oneButton() } }),
      ).toMatchObject({ ok: false, class: 'notReachable' });
      const nobody = await deliver({
        act: 'send',
        id: newRef(),
        to: { platform: tenant.platform, person: 'nobody-here' },
        letter: { form: 'text', text: '在吗' },
      });
      expect(nobody).toMatchObject({ ok: false, class: 'rejected' });
    });

    test.each(places)('a document, a picture and a calendar file reach a %s under their names', async (where) => {
      const send = (as: 'file' | 'image', name: string, file: string): Promise<Outcome> =>
        deliver({ act: 'send', id: newRef(), to: to(where), letter: { form: 'file', as, name, file } });
      for (const name of [`${where}议题.docx`, `${where}邀请.ics`])
        expect(await send('file', name, `bytes of ${name}`)).toMatchObject({ ok: true });
      expect(shown(`${where}议题.docx`)).toHaveLength(1);
      // A platform that takes no calendar files carries it in a zip.
      expect(shown(`${where}邀请.`)).toHaveLength(1);
      const pictures = rig.simulator.town.messages.filter(({ kind }) => kind === 'image').length;
      expect(await send('image', '日榜.png', 'a picture')).toMatchObject({ ok: true });
      expect(rig.simulator.town.messages.filter(({ kind }) => kind === 'image')).toHaveLength(pictures + 1);
    });

    test('a list of fifty long rows is cut to what the platform takes', async () => {
      const rows = Array.from({ length: 50 }, (_none, index) => ({
        ticket: `GD2026102000${1000 + index}`,
        title: '很长的标题'.repeat(20),
        detail: '待签收 · 还剩1个工作日',
      }));
      const card = oneButton({
        kind: 'newTickets',
        title: '长名单',
        rows,
        tickets: rows.map(({ ticket }) => ticket),
        actions: [{ action: 'claim', label: '全部签收', words: '签收 全部' }],
      });
      expect(
        await deliver({
          act: 'send',
          id: newRef(),
          to: to(tenant.group ? 'group' : 'person'),
          letter: { form: 'card', card },
        }),
      ).toMatchObject({ ok: true });
    });

    if (!tenant.logsIn) test('without an app nobody logs in', () => expect(rig.platform.login).toBeUndefined());
    else
      describe('login', () => {
        const login = () => rig.platform.login ?? never();
        const back = 'http://127.0.0.1:9/login/back?from=1';
        const never = (): never => {
          throw new Error('nobody can log in');
        };
        /** A browser that follows the address as this person: where it is sent back to. */
        const logsIn = async (person: string, inApp: boolean): Promise<URLSearchParams> => {
          const page = new URL(login().address({ redirect: back, state: 's4711', inApp }));
          page.searchParams.set('person', person);
          const answer = await fetch(page, { redirect: 'manual' });
          const where = new URL(answer.headers.get('location') ?? 'http://nowhere/');
          expect([answer.status, where.origin + where.pathname, where.searchParams.get('from')]).toEqual([
            302,
            'http://127.0.0.1:9/login/back',
            '1',
          ]);
          return where.searchParams;
        };

        test.each([true, false])(
          'a browser comes back with the state and a code that tells who it is (in the app: %s)',
          async (inApp) => {
            const query = await logsIn(tenant.person.id, inApp);
            expect(query.get('state')).toBe('s4711');
            expect(await login().accountOf(query.get('code') ?? '')).toEqual({ id: tenant.person.platformId });
          },
        );

        test('nobody is chosen for a browser: the page asks', async () => {
          const page = await fetch(login().address({ redirect: back, state: 's1', inApp: false }));
          expect([page.status, (await page.text()).includes('以谁的身份登录')]).toEqual([200, true]);
        });

        test('a code serves once, a wrong one never', async () => {
          const code = (await logsIn(tenant.person.id, false)).get('code') ?? '';
          await login().accountOf(code);
          for (const spent of [code, 'no-such-code'])
            expect(await login().accountOf(spent)).toMatchObject({
              ok: false,
              class: 'rejected',
              reason: expect.stringContaining('登录码无效'),
              cure: expect.stringContaining('重新打开'),
            });
        });

        test('somebody who is no member of the tenant is nobody', async () => {
          const code = (await logsIn('outsider', true)).get('code') ?? '';
          expect(await login().accountOf(code)).toEqual({});
        });

        test('a busy platform is not reachable', async () => {
          const code = (await logsIn(tenant.person.id, false)).get('code') ?? '';
          rig.simulator.town.setFault({ platform: tenant.platform, kind: 'busy', times: 1 });
          expect(await login().accountOf(code)).toMatchObject({ ok: false, class: 'notReachable' });
        });
      });
  });
};
