import type { Command } from 'commander';
import { counted } from '../../core/counted.ts';
import { exportAudit } from '../../desk/export-audit.ts';
import { showAudit } from '../../desk/show-audit.ts';
import { verifyAudit } from '../../desk/verify-audit.ts';
import { addCommand, gather, wholeNumber } from '../command.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';
import { firstFailure } from '../outcome.ts';
import { showWritten } from '../show-written.ts';

interface ShowOptions extends DeskOptions {
  before?: number;
  limit?: number;
}

interface VerifyOptions extends DeskOptions {
  checkpoint?: readonly string[];
}

interface ExportOptions extends DeskOptions {
  out: string;
}

/** `scrutineer audit …` */
export function addAuditCommands(root: Command): void {
  const audit = root.command('audit').description('show, verify and export the audit log');
  addCommand<ShowOptions>(audit, {
    signature: 'show',
    description: 'show the audit log, the newest event first',
    example: 'audit show --limit 50 --vault vault --as axel',
    configure: (it) =>
      deskOptions(it)
        .option('--before <sequence>', 'events before this one', wholeNumber)
        .option('--limit <count>', 'how many at most', wholeNumber),
    act: async (_args, { before, limit, ...options }, console) => {
      const page = await performAtDesk(options, console, showAudit, {
        ...(before === undefined ? {} : { before }),
        ...(limit === undefined ? {} : { limit }),
      });
      return {
        value: page,
        words(it) {
          for (const { sequence, at, actor, act, subject, detail } of page.events) {
            it.say(
              `${String(sequence).padStart(6)}  ${at.padEnd(24)}  ${actor.padEnd(12)} ${act.padEnd(24)} ${subject} ${JSON.stringify(detail)}`,
            );
          }
          if (page.next !== null) it.say(`There are more: --before ${page.next}`);
        },
      };
    },
  });
  addCommand<VerifyOptions>(audit, {
    signature: 'verify',
    description: 'verify the whole audit chain against the checkpoints',
    example: 'audit verify --checkpoint /media/audit-120.checkpoint.dsse.json --vault vault --as axel',
    configure: (it) =>
      deskOptions(it).option(
        '--checkpoint <file>',
        "a checkpoint that was exported earlier; may stand several times (the vault's own are always used)",
        gather,
      ),
    act: async (_args, { checkpoint, ...options }, console) => {
      const verified = await performAtDesk(options, console, verifyAudit, { checkpoints: [...(checkpoint ?? [])] });
      return {
        value: verified,
        refused: verified.ok ? undefined : firstFailure(verified.steps),
        words(it) {
          it.steps(verified.steps);
          it.say(`${counted(verified.events, 'event')}; head ${verified.head}`);
        },
      };
    },
  });
  addCommand<ExportOptions>(audit, {
    signature: 'export',
    description:
      'bring the audit log out, one event a line, with a signed checkpoint (an auditor or transfer agent does)',
    example: 'audit export --out /media/out --vault vault --as axel',
    configure: (it) => deskOptions(it).requiredOption('--out <folder>', 'where the files are written'),
    act: async (_args, { out, ...options }, console) => {
      const exported = await performAtDesk(options, console, exportAudit, { folder: out });
      return {
        value: exported,
        words(it) {
          it.say(`${counted(exported.events, 'event')}`);
          showWritten(it, exported);
        },
      };
    },
  });
}
