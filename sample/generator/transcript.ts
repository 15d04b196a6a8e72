import type { Benchmark, ModelProfile } from './benchmark.ts';
import type { Turn } from './conversation.ts';
import type { EventLog } from './event-log.ts';
import type { JsonMap } from './json-text.ts';
import type { Random } from './random.ts';

export interface Usage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly total_tokens: number;
  readonly input_tokens_cache_read: number;
  readonly reasoning_tokens: number;
}

export const NO_USAGE: Usage = {
  input_tokens: 0,
  output_tokens: 0,
  total_tokens: 0,
  input_tokens_cache_read: 0,
  reasoning_tokens: 0,
};

/** @returns the sum, field by field, as Inspect adds usage up */
export function addUsage(one: Usage, other: Usage): Usage {
  return {
    input_tokens: one.input_tokens + other.input_tokens,
    output_tokens: one.output_tokens + other.output_tokens,
    total_tokens: one.total_tokens + other.total_tokens,
    input_tokens_cache_read: one.input_tokens_cache_read + other.input_tokens_cache_read,
    reasoning_tokens: one.reasoning_tokens + other.reasoning_tokens,
  };
}

const stringArgument = (name: string, description: string): JsonMap => ({
  type: 'object',
  properties: { [name]: { type: 'string', description } },
  required: [name],
  additionalProperties: false,
});
const TOOLS: readonly JsonMap[] = [
  { name: 'bash', description: 'Runs a command.', parameters: stringArgument('cmd', 'The command to run.') },
  { name: 'python', description: 'Runs a script.', parameters: stringArgument('code', 'The script to run.') },
  { name: 'submit', description: 'Hands in.', parameters: stringArgument('answer', 'The answer to hand in.') },
];
/** Turns a talk into messages, model events and tool events. */
export class Transcript {
  readonly messages: JsonMap[] = [];
  usage: Usage = NO_USAGE;
  output: JsonMap = {};
  lastWords = '';
  readonly #log: EventLog;
  readonly #model: ModelProfile;
  readonly #tools: readonly JsonMap[];
  readonly #random: Random;
  readonly #extraTokens: number;
  readonly #rawCalls: number;
  #characters = 0;
  #calls = 0;

  /**
   * @param how `extraTokens`: tokens read anew in each call besides what the talk holds; `rawCalls`: how many model
   *   events carry the raw call
   */
  constructor(
    log: EventLog,
    model: ModelProfile,
    benchmark: Benchmark,
    how: { readonly extraTokens: number; readonly rawCalls: number },
    random: Random,
  ) {
    this.#log = log;
    this.#extraTokens = how.extraTokens;
    this.#rawCalls = how.rawCalls;
    this.#model = model;
    this.#tools = benchmark.activity === 'triage' ? [] : TOOLS;
    this.#random = random;
    this.output = { model: model.name, choices: [], completion: '' };
  }

  /** Adds a message to the talk and to the pools that later model events refer to. */
  hear(message: JsonMap & { content: string; role: string }): void {
    this.messages.push(message);
    this.#characters += message.content.length;
    const content = this.#log.attach(message.content);
    this.#log.messagePool.push({ ...message, content });
    if (this.#rawCalls > 0) this.#log.callPool.push({ role: message.role, content });
  }

  /** One reply of the model and the tool it calls. */
  take(turn: Turn): void {
    const { use } = turn;
    const name = this.#model.name.slice(this.#model.name.indexOf('/') + 1);
    const callId = use ? `call_${this.#random.id()}` : undefined;
    const message = {
      id: this.#random.id(),
      content: turn.say,
      source: 'generate',
      role: 'assistant',
      tool_calls: use
        ? [{ id: callId, function: use.function, arguments: use.arguments, type: 'function' }]
        : undefined,
      model: name,
    };
    const stop = turn.refused ? 'content_filter' : use ? 'tool_calls' : 'stop';
    const usage = this.#spend(turn.say.length + (use ? 40 : 0));
    const known = this.#log.messagePool.length;
    const time = this.#log.pass(this.#random.int(1200, 9000));
    const made = {
      model: name,
      choices: [{ message, stop_reason: stop }],
      completion: turn.say,
      usage: { ...usage },
      time,
    };
    this.#log.add('model', {
      model: this.#model.name,
      input: [],
      input_refs: [[0, known]],
      tools: this.#tools,
      tool_choice: 'auto',
      config: {},
      output: {
        ...made,
        choices: [{ message: { ...message, content: this.#log.attach(turn.say) }, stop_reason: stop }],
      },
      call: this.#calls < this.#rawCalls ? this.#rawCall(name, stop, known, time) : undefined,
      completed: this.#log.time,
      working_time: time,
    });
    this.#calls += 1;
    this.output = made;
    this.lastWords = turn.say;
    this.hear(message);
    if (use && callId !== undefined) this.#runTool(use, callId);
  }

  #rawCall(model: string, stop: string, known: number, time: number): JsonMap {
    return {
      request: { model, max_tokens: 8192 },
      response: { id: this.#random.id(), stop_reason: stop },
      call_refs: [[0, known]],
      call_key: 'messages',
      time,
    };
  }

  #runTool(use: NonNullable<Turn['use']>, callId: string): void {
    const id = this.#random.id();
    this.#log.span('tool', use.function, () => {
      const time = this.#log.pass(this.#random.int(80, 2500));
      this.#log.add('tool', {
        type: 'function',
        id: callId,
        function: use.function,
        arguments: Object.fromEntries(
          Object.entries(use.arguments).map(([key, text]) => [key, this.#log.attach(text)]),
        ),
        result: this.#log.attach(use.output),
        error: use.error ? { ...use.error } : undefined,
        events: [],
        completed: this.#log.time,
        working_time: time,
        message_id: id,
      });
    });
    this.hear({
      id,
      content: use.output,
      role: 'tool',
      tool_call_id: callId,
      function: use.function,
      error: use.error ? { ...use.error } : undefined,
    });
  }

  /** Tokens of one call: what is new, what was read before, what was said. */
  #spend(said: number): Usage {
    const seen = Math.ceil(this.#characters / 4);
    const cached = this.#calls === 0 ? 0 : Math.floor(seen * 0.8);
    const input = seen - cached + this.#extraTokens;
    const spoken = Math.ceil(said / 4);
    const reasoning = this.#random.int(0, 300);
    const usage = {
      input_tokens: input,
      output_tokens: spoken + reasoning,
      total_tokens: input + cached + spoken + reasoning,
      input_tokens_cache_read: cached,
      reasoning_tokens: reasoning,
    };
    this.usage = addUsage(this.usage, usage);
    return usage;
  }
}
