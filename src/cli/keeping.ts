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
};
