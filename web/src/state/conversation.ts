import { signal, type ReadonlySignal } from '@preact/signals';
import { get, patch, post, Problem, put, query, remove, sentence } from '../api/http';
import { refsTo } from '../api/say';
import type { Mention, Message, Person, Thread } from '../api/shapes';
import { t } from '../words/say';
import { forgotten, isUntitled, learned } from './directory';
import { LiveStream } from './live';
import { firstUnreadOf, MessagePages } from './messages';
import { visible } from './online';
import { outboxOf, type Outbox } from './outbox';
import { Quotes } from './quotes';
import { ReadMark } from './readMark';
import { RunningTurns } from './running';
import { isMe, myself } from './session';
import { ShownMessages } from './shown';
import { StreamPause } from './streamPause';
import { Typing } from './typing';
import { Watch } from './watch';

const reconnectPause = 3000;

/** An open thread: its messages, its running turns and my outgoing messages. */
export class Conversation {
  readonly thread = signal<Thread | null>(null);
  readonly here = signal<Person[]>([]);
  readonly problem = signal<string | null>(null);
  readonly connected = signal(true);
  readonly firstUnread = signal<string | null>(null);
  /** True if I lost access to the thread while it was open. */
  readonly taken = signal(false);
  readonly quotes: Quotes;
  readonly typing = new Typing();
  readonly running = new RunningTurns(() => void this.reload());
  readonly outbox: Outbox;
  private readonly watch = new Watch(() => this.running.askAll());
  private readonly pages: MessagePages;
  private readonly shown: ShownMessages;
  private stream: LiveStream | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;
  private readonly readMark: ReadMark;
  private readonly pause = new StreamPause(() => this.goAway(), () => this.comeBack());
  private readonly unwatch: () => void;

  constructor(readonly id: string) {
    this.pages = new MessagePages(id);
    this.shown = new ShownMessages(this.pages);
    this.quotes = new Quotes(id, this.pages);
    this.readMark = new ReadMark(id);
    this.unwatch = this.running.all.subscribe((turns) => this.watch.await(turns.length > 0 && !this.pause.isOn));
    this.pause.start();
    this.outbox = outboxOf(id, (outgoing, accepted) => {
      const me = myself();
      if (!me) return;
      // The stream may have delivered the server's version first.
      if (!this.shown.has(accepted.messageId))
        this.shown.put({
          id: accepted.messageId,
          threadId: id,
          from: 'person',
          visibility: 'open',
          askedBy: me,
          at: outgoing.at,
          turnId: accepted.turnId,
          text: outgoing.text,
          mentions: outgoing.mentions,
          quote: outgoing.quote,
        });
      if (accepted.turnId) this.running.begin(accepted.turnId, me);
    });
  }

  get messages(): ReadonlySignal<Message[]> {
    return this.shown.all;
  }

  get older(): ReadonlySignal<string | undefined> {
    return this.shown.older;
  }

  get detached(): ReadonlySignal<boolean> {
    return this.shown.detached;
  }

  async open(): Promise<void> {
    try {
      const thread = await get<Thread>(`/api/threads/${this.id}`);
      const page = await this.pages.newest();
      if (this.closed) return;
      const isFirst = this.thread.value === null;
      this.thread.value = thread;
      // Far from the end, the newest page would leave a gap. It is loaded while scrolling down.
      if (!this.shown.detached.value) this.shown.merge(page.items);
      if (isFirst) {
        this.shown.older.value = page.continuation;
        this.firstUnread.value = firstUnreadOf(thread, page.items);
        void this.quotes.restore();
      }
      this.problem.value = null;
      learned(thread);
      if (!this.pause.isOn) this.listen(thread.events);
      await this.running.find(page.items);
    } catch (failure) {
      if (this.closed) return;
      const isGone = failure instanceof Problem && failure.status === 404;
      if (isGone && this.thread.value) return this.leave();
      this.problem.value = isGone ? t('There is nothing here that you can see.') : sentence(failure);
      if (!isGone && this.thread.value) this.later();
    }
  }

  close(): void {
    this.closed = true;
    this.shown.close();
    this.unwatch();
    this.pause.stop();
    this.watch.await(false);
    this.stream?.close();
    this.outbox.close();
    clearTimeout(this.timer);
    this.readMark.stop();
  }

  loadOlder(): Promise<void> {
    return this.shown.loadOlder();
  }

  loadNewer(): Promise<void> {
    return this.shown.loadNewer();
  }

  toNewest(): Promise<void> {
    return this.shown.toNewest();
  }

  /** Loads the messages around a linked message. Returns false if it is not available to me. */
  async reach(message: string): Promise<boolean> {
    const page = await this.pages.around(message);
    if (this.closed) return true;
    if (!page.items.some((one) => one.id === message)) return false;
    this.readMark.stop();
    this.shown.jump(page);
    return true;
  }

  /** Asks the displayed question. The server refuses if the question was edited since. */
  async askAsMe(message: string): Promise<void> {
    const all = this.shown.all.value;
    const turn = all.find((one) => one.id === message)?.turnId;
    const question = turn ? all.find((one) => one.from === 'person' && one.turnId === turn) : undefined;
    const read = question ? query({ edited: question.editedAt ?? 'never' }) : '';
    const accepted = await post<{ messageId: string; turnId?: string }>(`/api/messages/${message}/ask-as-me${read}`);
    const me = myself();
    if (accepted.turnId && me) this.running.begin(accepted.turnId, me);
  }

  async edit(message: string, text: string, mentions: Mention[]): Promise<void> {
    this.revised(await patch<Message>(`/api/messages/${message}`, { text, mentions: refsTo(mentions) }));
  }

  async erase(message: Message): Promise<void> {
    await remove(`/api/messages/${message.id}`);
    const { text: _, mentions: __, quote: ___, reactions: ____, ...rest } = message;
    this.revised({ ...rest, deleted: true });
  }

  async react(message: string, emoji: string, isThere: boolean): Promise<void> {
    const path = `/api/messages/${message}/reactions/${encodeURIComponent(emoji)}`;
    await (isThere ? put(path) : remove(path));
    // Without the stream, the new reaction arrives only by a reload.
    if (!this.connected.value) void this.reread();
  }

  /** Notifies the others that I am typing. Failures are ignored. */
  types(): void {
    if (this.connected.value && this.typing.mayTell()) post(`/api/threads/${this.id}/typing`).catch(() => {});
  }

  async share(message: string, previewHash: string): Promise<void> {
    this.shown.put(await post<Message>(`/api/messages/${message}/share`, { previewHash }));
  }

  async takeBack(message: string): Promise<void> {
    await remove(`/api/messages/${message}/share`);
    void this.reread();
  }

  /** Marks the thread as read, if its newest message is displayed. */
  seen(): void {
    const last = this.messages.value.at(-1);
    if (last && !this.detached.value && visible.peek()) this.readMark.move(last);
  }

  private goAway(): void {
    this.watch.await(false);
    clearTimeout(this.timer);
    this.stream?.close();
    this.here.value = [];
  }

  /** Reopens the stream and reloads the displayed messages. The missed events may include changes of older ones. */
  private comeBack(): void {
    if (this.taken.value) return;
    this.watch.await(this.running.all.value.length > 0);
    void this.open().then(() => this.reread());
  }

  private listen(after: string | undefined): void {
    this.stream?.close();
    this.stream = new LiveStream(
      this.id,
      after,
      {
        message: (message) => this.heard(message),
        share: (message) => {
          this.shown.put(message);
          void this.reread();
        },
        turn: (turn) => {
          const speaker = turn.speaker ?? myself();
          if (turn.status === 'running' && speaker) this.running.begin(turn.turnId, speaker);
        },
        step: (step) => this.running.step(step),
        token: (token) => this.running.token(token),
        confirmation: (asked) => this.running.confirmation(asked),
        presence: ({ person, here }) => {
          const others = this.here.value.filter((one) => one.subject !== person.subject);
          this.here.value = here && !isMe(person.subject) ? [...others, person] : others;
        },
        members: () => void this.reload(),
        revision: (message) => this.revised(message),
        typing: ({ person }) => this.typing.heard(person),
      },
      {
        connected: () => {
          this.connected.value = true;
          this.outbox.resend();
        },
        heard: () => this.watch.heard(),
        waiting: () => (this.connected.value = false),
        lost: () => {
          this.connected.value = false;
          this.later();
        },
      },
    );
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.open(), reconnectPause);
  }

  private reload(): Promise<void> {
    this.here.value = [];
    return this.open();
  }

  /** Reloads all displayed messages: content derived from a share locks and unlocks with it. */
  private reread(): Promise<void> {
    return this.shown.reread(() => this.quotes.forget());
  }

  private heard(message: Message): void {
    if (message.from === 'person' && isMe(message.askedBy.subject) && message.text) this.outbox.heard(message.text);
    this.shown.put(message);
    if (message.from === 'person') this.typing.over(message.askedBy);
    if (message.from === 'agent') void this.running.over(message.turnId, message.askedBy).catch(() => {});
    learned({ id: this.id, lastAt: message.at, lastMessage: message.id });
    if (this.thread.value && isUntitled(this.thread.value)) void this.learnTitle();
  }

  /** Reloads the title: an untitled thread takes it from its first message. */
  private async learnTitle(): Promise<void> {
    const thread = await get<Thread>(`/api/threads/${this.id}`).catch(() => null);
    if (!thread || this.closed || isUntitled(thread)) return;
    this.thread.value = { ...thread, unread: 0 };
    learned(this.thread.value);
  }

  /** Replaces a message where it is shown or quoted. */
  private revised(message: Message): void {
    if (this.shown.has(message.id)) this.shown.merge([message]);
    this.quotes.revised(message);
  }

  /** Handles my removal from the open thread: its content is no longer mine to read. */
  private leave(): void {
    this.readMark.stop();
    this.stream?.close();
    this.taken.value = true;
    this.shown.clear();
    this.here.value = [];
    this.problem.value = null;
    for (const turn of this.running.all.value) this.running.end(turn.id);
    forgotten(this.id);
  }
}
