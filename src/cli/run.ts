import { Command, CommanderError, Option } from 'commander';
import { BadEnvironment } from '../config/environment.ts';
import { PlainError, reasonOf } from '../kernel/errors.ts';
import type { ArchiveOptions } from './archiveMonth.ts';
import { addKeeping } from './keeping.ts';
import { EXIT, JSON_FLAG, print } from './print.ts';

const build = (): Command => {
  const program = new Command('hotline')
    .description('12345 热线工单助手：管理员工具')
    .showHelpAfterError('（加 --help 看用法）')
    .exitOverride();
  program
    .command('start')
    .description('启动工单助手（读取环境变量与 .env）')
    .action(async () => (await import('../main.ts')).startBot());
  program
    .command('demo')
    .description('启动演示：内置数据库、两平台模拟器和工单助手')
    .option('--fresh', '清空上次的演示数据')
    .option('--now', '使用真实时间，而不是示例时间')
    .action((options: { fresh?: boolean; now?: boolean }) =>
      import('../demo.ts').then(({ runDemo }) => runDemo(options)),
    );
  const imports = program.command('import').description('导入工单、组织或节假日');
  imports
    .command('tickets')
    .argument('<file>', '上级平台导出的 .xlsx 或 .csv')
    .option(...JSON_FLAG)
    .description('导入工单')
    .action((file: string, options: { json?: boolean }) =>
      print(
        import('./imports.ts').then(({ importTicketFile }) => importTicketFile(file)),
        options.json,
      ),
    );
  imports
    .command('org')
    .argument('[file]', '组织文件（.json 或 .xlsx）')
    .option('--template <file>', '写一份可直接填写的样表（.xlsx），不导入')
    .option(...JSON_FLAG)
    .description('导入单位、人员、群')
    .action((file: string | undefined, options: { template?: string; json?: boolean }, command: Command) => {
      const { template } = options;
      if (template)
        return print(
          import('./imports.ts').then(({ writeOrganisationExample }) => writeOrganisationExample(template)),
          options.json,
        );
      if (!file) return command.error('请写组织文件，或用 --template 生成样表');
      return print(
        import('./imports.ts').then(({ importOrganisationFile }) => importOrganisationFile(file)),
        options.json,
      );
    });
  imports
    .command('holidays')
    .argument('<file>', '节假日文件（JSON）')
    .option(...JSON_FLAG)
    .description('导入一年的放假与调休')
    .action((file: string, options: { json?: boolean }) =>
      print(
        import('./imports.ts').then(({ importHolidayFile }) => importHolidayFile(file)),
        options.json,
      ),
    );
  const policy = program
    .command('policy')
    .description('查看、检查、启用政策文件（时限、窗口等设置）和考核方案（月考核的项目和分值）');
  policy
    .command('show')
    .option(...JSON_FLAG)
    .description('现行政策、考核方案和各版本的启用日期')
    .action((options: { json?: boolean }) =>
      print(
        import('./policy.ts').then(({ showPolicy }) => showPolicy()),
        options.json,
      ),
    );
  policy
    .command('check')
    .argument('<file>', '政策文件或考核方案（JSON）')
    .option(...JSON_FLAG)
    .description('检查政策文件或考核方案，逐条说明问题；方案无误时照它算一遍')
    .action((file: string, options: { json?: boolean }) =>
      print(
        import('./policy.ts').then(({ checkPolicy }) => checkPolicy(file)),
        options.json,
      ),
    );
  policy
    .command('use')
    .argument('<file>', '政策文件或考核方案（JSON）')
    .option('--from <date>', '政策自哪天起，例如 2026-12-01，不写即今天；考核方案自哪月起，例如 2026-12，不写即本月')
    .option(...JSON_FLAG)
    .description('启用政策文件或考核方案；已确定的时限、已定榜的月份不变')
    .action((file: string, options: { from?: string; json?: boolean }) =>
      print(
        import('./policy.ts').then(({ usePolicy }) => usePolicy(file, options.from)),
        options.json,
      ),
    );
  program
    .command('archive')
    .argument('<month>', '月份，例如 2026-10')
    .requiredOption('--out <dir>', '写到哪个文件夹')
    .option('--reveal <purpose>', '连同诉求正文和诉求人信息导出，写明目的（逐件留痕）')
    .option('--by <who>', '谁导出，写在每份档案上')
    .addOption(new Option('--at <time>').hideHelp())
    .option(...JSON_FLAG)
    .description('按单位导出一个月的签批工单档案：目录、逐件档案、佐证材料、校验和（第一条）')
    .action((month: string, options: ArchiveOptions & { json?: boolean }) =>
      print(
        import('./archiveMonth.ts').then(({ archiveMonth }) => archiveMonth(month, options)),
        options.json,
      ),
    );
  program
    .command('report')
    .description('报告')
    .command('monthly')
    .argument('<month>', '月份，例如 2026-10')
    .requiredOption('--out <dir>', '写到哪个文件夹')
    .option(...JSON_FLAG)
    .description('热线月报：报告（.docx）、月榜工作簿（.xlsx）、图片（.png），数字一致')
    .action((month: string, options: { out: string; json?: boolean }) =>
      print(
        import('./reportMonth.ts').then(({ reportMonth }) => reportMonth(month, options.out)),
        options.json,
      ),
    );
  const league = program.command('league').description('榜单');
  league
    .command('daily')
    .argument('<date>', '日期，例如 2026-10-20')
    .option(...JSON_FLAG)
    .description('日榜')
    .action((date: string, options: { json?: boolean }) =>
      print(
        import('./league.ts').then(({ leagueDaily }) => leagueDaily(date)),
        options.json,
      ),
    );
  league
    .command('monthly')
    .argument('<month>', '月份，例如 2026-10')
    .option('--facts <file>', '用给定的各单位数据（CSV）计算，不需要数据库')
    .option('--scheme <file>', '考核方案（JSON）；不写即当月施行的方案，用 --facts 时即示例方案')
    .option(...JSON_FLAG)
    .description('月榜：已公布的、草稿，或用给定的方案和数据试算')
    .action((month: string, options: { facts?: string; scheme?: string; json?: boolean }) => {
      const { facts, scheme } = options;
      return print(
        facts === undefined
          ? import('./leagueMonth.ts').then(({ leagueMonth }) => leagueMonth(month, scheme))
          : import('./leagueFromFile.ts').then(({ leagueFromFile }) =>
              leagueFromFile(month, { facts, ...(scheme === undefined ? {} : { scheme }) }),
            ),
        options.json,
      );
    });
  program
    .command('ladder')
    .description('约谈问责：由各月排名历史推算每个单位到了第几级（第八条）')
    .requiredOption('--history <file>', '历史（JSON 数组）')
    .option(...JSON_FLAG)
    .action((options: { history: string; json?: boolean }) =>
      print(
        import('./ladder.ts').then(({ ladderOf }) => ladderOf(options.history)),
        options.json,
      ),
    );
  program
    .command('deadline')
    .description('计算时限，并列出逐日说明')
    .requiredOption('--from <time>', '起算时间，例如 2026-11-20T09:00:00+08:00')
    .requiredOption('--limit <limit>', '5wd、24h 或 60d')
    .option('--urgent', '紧急工单：小时不停')
    .option(...JSON_FLAG)
    .action((options: { from: string; limit: string; urgent?: boolean; json?: boolean }) =>
      print(
        import('./deadline.ts').then(({ deadlineOf }) => deadlineOf(options)),
        options.json,
      ),
    );
  addKeeping(program);
  return program;
};

/** Runs one command. Every error is one plain sentence on stderr; nothing unknown is printed with a stack. */
export const runCommandLine = async (argv: readonly string[]): Promise<void> => {
  try {
    await build().parseAsync([...argv]);
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      process.exitCode = thrown.exitCode === 0 ? EXIT.fine : EXIT.usage;
      return;
    }
    console.error(
      thrown instanceof PlainError || thrown instanceof BadEnvironment
        ? thrown.message
        : `执行失败：${reasonOf(thrown)}`,
    );
    process.exitCode = thrown instanceof BadEnvironment ? EXIT.usage : EXIT.failed;
    process.exit();
  }
};
