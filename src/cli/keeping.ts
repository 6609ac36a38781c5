import type { Command } from 'commander';
import { JSON_FLAG, print } from './print.ts';

type Json = { json?: boolean };

/** The commands by which an administrator keeps the installation: audit, backup, answers for the city, doctor. */
export const addKeeping = (program: Command): void => {
  program
    .command('audit')
    .description('留痕核对')
    .command('verify')
    .option(...JSON_FLAG)
    .description('逐件核对工单和事项的留痕链，指出第一处被改动的')
    .action((options: Json) =>
      print(
        import('./audit.ts').then(({ verifyAudit }) => verifyAudit()),
        options.json,
      ),
    );
  program
    .command('backup')
    .argument('<file>', '备份写到哪个文件，例如 /备份/热线-2026-11-26.hlb')
    .option(...JSON_FLAG)
    .description('备份数据库和附件到一个文件（工单助手可以照常运行）；密钥 secret.key 须另行保管')
    .action((file: string, options: Json) =>
      print(
        import('./backup.ts').then(({ backUpTo }) => backUpTo(file)),
        options.json,
      ),
    );
  program
    .command('restore')
    .argument('<file>', '备份文件')
    .option(...JSON_FLAG)
    .description('把备份恢复到空的数据库（先停止工单助手，放好原来的 secret.key）')
    .action((file: string, options: Json) =>
      print(
        import('./backup.ts').then(({ restoreFrom }) => restoreFrom(file)),
        options.json,
      ),
    );
  program
    .command('export')
    .description('导出')
    .command('replies')
    .argument('<date>', '办结日期，例如 2026-10-20')
    .requiredOption('--out <file>', '写到哪个文件（.xlsx）')
    .option(...JSON_FLAG)
    .description('当日办结工单的答复，用于回填市平台：市级编号、流程、结果、联系方式、办结时间；不含诉求人信息')
    .action((date: string, options: Json & { out: string }) =>
      print(
        import('./exportReplies.ts').then(({ exportReplies }) => exportReplies(date, options.out)),
        options.json,
      ),
    );
  program
    .command('doctor')
    .option(...JSON_FLAG)
    .description(
      '逐项检查环境、数据库、平台、权限、群、额度、放假安排、磁盘，哪里不对就说怎么办；只查看，不改动、不发消息',
    )
    .action((options: Json) =>
      print(
        import('./doctor/doctor.ts').then(({ doctor }) => doctor()),
        options.json,
      ),
    );
  program
    .command('replay')
    .argument(
      '<file>',
      '一条保存的回调（JSON：{platform, door, query, headers, body}、{platform, door, at, frame} 或 {platform, at, incoming}）',
    )
    .option(...JSON_FLAG)
    .description('把一条保存的回调在现有数据上演算一遍，说明会做什么；不写入，不发消息')
    .action((file: string, options: Json) =>
      print(
        import('./replay.ts').then(({ replayFile }) => replayFile(file)),
        options.json,
      ),
    );
};
