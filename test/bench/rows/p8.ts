import { Organisation } from '../../../src/intake/organisation.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/server.ts';
import { botEnvironment, demoSettings } from '../../../src/simulator/settings.ts';
import type { Group } from '../../../src/simulator/town/types.ts';
import { openDatabase } from '../../../src/store/client.ts';
import { importOrganisation } from '../../../src/store/organisation.ts';
import { organisationFile, PEOPLE } from '../../town/organisation.ts';
import type { Ground } from '../ground.ts';
import { atMost, type Row } from '../measure.ts';
import { startTownBot } from '../programs.ts';

const GROUPS = 500;
/** The simulator's limit for one API of an app: the one that binds, because every group gets one card. */
const PER_SECOND = 20;
const TOKEN = 'bench-intake-token';
const PATIENCE_MS = 120_000;
const LIMITED = /Qps|Qpm|too\.fast|90018|45009/;

const departments = Array.from({ length: GROUPS }, (_none, index) => ({
  code: `b${index}`,
  name: `第${index}单位`,
  aliases: [],
}));
const groups: Group[] = departments.map(({ code, name }) => ({
  id: `cid-${code}==`,
  platform: 'dingtalk',
  name,
  department: code,
  members: [],
}));

/** A database of its own on the same server, with a county of as many departments as groups. */
const countyOf = async (ground: Ground): Promise<string> => {
  const url = await ground.another('broadcast');
  const prisma = openDatabase(url, 2);
  const file = organisationFile();
  const chats = groups.map(({ id, platform, department }) => ({ id, platform, department }));
  const county = { departments: [...file.departments, ...departments], people: file.people, chats };
  await importOrganisation(prisma, Organisation.parse(county));
  await prisma.$disconnect();
  return url;
};

const handIn = async (botUrl: string): Promise<void> => {
  const at = '2026-10-20T09:00:00+08:00';
  const tickets = departments.map(({ code, name }, index) => ({
    no: `GD20261020${String(index).padStart(6, '0')}`,
    ...{ type: '求助', title: `${name}的工单`, content: '', department: code, receivedAt: at, dispatchedAt: at },
  }));
  const headers = { authorization: `Bearer ${TOKEN}` };
  for (let from = 0; from < GROUPS; from += 100) {
    const body = JSON.stringify(tickets.slice(from, from + 100));
    const response = await fetch(`${botUrl}/api/v1/tickets`, { method: 'POST', body, headers });
    if (response.status !== 200) throw new Error(`the tickets were not taken: ${response.status}`);
  }
};

/** When each group's card came, machine milliseconds. */
const watch = (simulator: Simulator): Map<string, number> => {
  const came = new Map<string, number>();
  const timer = setInterval(() => {
    for (const { chat, id } of simulator.town.messages.slice(came.size)) came.set(`${chat}:${id}`, performance.now());
  }, 5);
  timer.unref();
  return came;
};

/** P8: a card for each of five hundred groups, from the first that arrives to the last, by what the limits allow. */
export const row: Row = async (ground) => {
  const settings = { ...demoSettings('http://127.0.0.1:9'), intakeToken: TOKEN };
  const startAt = new Date('2026-10-20T09:00:00+08:00');
  const simulator = await startSimulator({ port: 0, settings, organisation: { people: PEOPLE, groups }, startAt });
  const bot = await startTownBot({
    ...botEnvironment(settings, simulator.url),
    DATABASE_URL: await countyOf(ground),
    DATA_DIR: ground.dataDir,
    INTAKE_TOKEN: TOKEN,
    SECRET_KEY: 'a-key-for-benchmarks',
  });
  try {
    const came = watch(simulator);
    const begun = performance.now();
    await handIn(bot.url);
    while (came.size < GROUPS && performance.now() - begun < PATIENCE_MS)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const times = [...came.values()];
    const seconds = (Math.max(...times) - Math.min(...times)) / 1000;
    const least = Math.floor((GROUPS - 1) / PER_SECOND);
    const reached = new Set(simulator.town.messages.map(({ chat }) => chat)).size;
    const refused = simulator.town.traffic.filter(({ status }) => LIMITED.test(status)).length;
    for (const { what, status } of simulator.town.traffic.filter(({ status }) => LIMITED.test(status)))
      console.log(`  P8: ${what} ${status}`);
    console.log(`  P8: ${reached} groups in ${seconds.toFixed(2)} s, the limits need ${least} s`);
    return [
      atMost('P8 broadcast to 500 groups by the limits’ own bound', seconds / least, 1.05, '×'),
      atMost('P8 refusals for a limit', refused, 0, ''),
      atMost('P8 groups without their card, or with two', GROUPS - reached + came.size - reached, 0, ''),
    ];
  } finally {
    await bot.stop();
    await simulator.stop();
  }
};
