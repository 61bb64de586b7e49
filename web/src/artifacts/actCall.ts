import { signal } from '@preact/signals';
import { Problem, sentence } from '../api/http';
import { t } from '../words/say';
import { confirmAct, previewAct, type ActPreview, type ActResult, type Acting } from './api';
import { begunActs, type Pressed } from './begunActs';
import type { LiveArtifact } from './live';

const isRefusal = (failure: unknown): boolean =>
  failure instanceof Problem && failure.status >= 400 && failure.status < 500 && failure.slug !== 'still-running';

/**
 * One person's call of a button. Nothing happens before they confirm the exact preview. After a confirmation without a known end, it continues the same
 * call, even if its dialog was closed. The end of an old call is unknown, and the person has to start a new call themselves.
 */
export class ActCall {
  readonly preview = signal<ActPreview | null>(null);
  readonly result = signal<ActResult | null>(null);
  readonly problem = signal<string | null>(null);
  readonly busy = signal(false);
  /** The preview differs from an earlier one that was confirmed. */
  readonly changed = signal(false);
  /** The result is that of an earlier confirmation, perhaps for other values of the item. */
  readonly isEarlier = signal(false);
  /** The server may have received the confirmation. */
  readonly isBegun = signal(false);
  private callId = crypto.randomUUID() as string;

  constructor(
    private readonly live: Pick<LiveArtifact, 'id' | 'settled' | 'read' | 'shown'>,
    private readonly me: string,
    private readonly pressed: Pressed,
    private readonly onDone: () => void = () => {},
  ) {}

  async load(): Promise<void> {
    this.preview.value = this.result.value = this.problem.value = null;
    this.isEarlier.value = false;
    try {
      const begun = await begunActs.of(this.me, this.pressed);
      if (begun?.isOld) return void (this.result.value = { status: 'unknown' });
      if (begun) this.callId = begun.callId;
      if (!(await this.live.settled())) return void (this.problem.value = t('Your last changes are not saved yet. Try again once you are connected.'));
      if (!this.acting().definitionHash) await this.live.read();
      const found = await previewAct(this.live.id, this.pressed.block, this.acting());
      // A refusal, or the end of a begun call, is reported at once, without a preview.
      if (found.status === 'waiting') return void (this.preview.value = found);
      this.isEarlier.value = found.status !== 'unknown' && found.text === undefined;
      await this.settle(found);
    } catch (failure) {
      await this.fail(failure);
    }
  }

  /** Confirms the displayed preview. */
  async confirm(): Promise<void> {
    const shown = this.preview.value;
    if (!shown || this.busy.value) return;
    this.busy.value = true;
    this.problem.value = null;
    let isFirst = false;
    try {
      const begun = await begunActs.of(this.me, this.pressed);
      // The dialog may have been open for long, and another tab may have begun the same change.
      if (begun && (begun.isOld || begun.callId !== this.callId)) return await this.load();
      isFirst = !begun;
      if (!shown.sends) await begunActs.begin(this.me, this.pressed, this.callId);
      const made = await confirmAct(this.live.id, this.pressed.block, { ...this.acting(), agreedToSend: shown.agreedToSend }, shown.argumentHash);
      if (made.status === 'waiting') this.preview.value = made;
      else {
        await this.settle(made);
        if (made.status === 'succeeded') this.onDone();
      }
    } catch (failure) {
      // The effect differs from the confirmed preview. It is displayed again for a new confirmation.
      if (failure instanceof Problem && failure.slug === 'confirmation-changed') {
        this.changed.value = true;
        // The server has not begun the call.
        await begunActs.end(this.me, this.pressed);
        await this.load();
      } else {
        // A refusal precedes the beginning of the call. An earlier confirmation of the same call can still run, so its entry stays.
        if (isFirst && isRefusal(failure)) await begunActs.end(this.me, this.pressed);
        this.preview.value = null;
        await this.fail(failure);
      }
    } finally {
      this.busy.value = false;
    }
  }

  /** Starts a new call, after the person has read how the earlier one ended, or looked whether the unknown one was made. */
  async restart(): Promise<void> {
    this.result.value = null;
    await begunActs.end(this.me, this.pressed);
    this.callId = crypto.randomUUID();
    await this.load();
  }

  private acting(): Acting {
    const now = this.live.shown.value?.definition.blocks?.find((one) => one.id === this.pressed.block);
    return { definitionHash: now?.definitionHash ?? '', callId: this.callId, item: this.pressed.item, values: this.pressed.values };
  }

  private async settle(made: ActResult): Promise<void> {
    this.result.value = made;
    if (made.status !== 'unknown') await begunActs.end(this.me, this.pressed);
  }

  private async fail(failure: unknown): Promise<void> {
    const isRunning = failure instanceof Problem && failure.slug === 'still-running';
    this.isBegun.value = (await begunActs.of(this.me, this.pressed)) !== undefined;
    this.problem.value = isRunning ? t('This change is still running, or the app stopped during it. Look again in a few minutes.') : sentence(failure);
  }
}
