using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads.Files;
using Onbehalf.Visibility;

namespace Onbehalf.Threads;

/// <summary>A stored message. The content of an answer is accessible only through <see cref="AnswerVisibility"/>.</summary>
public abstract record ThreadMessage
{
    private ThreadMessage(MessageId id, Subject askedBy, DateTimeOffset at)
    {
        Id = id;
        AskedBy = askedBy;
        At = at;
    }

    public MessageId Id { get; }

    /// <summary>The speaker of a typed message, or the person whom an answer is for.</summary>
    public Subject AskedBy { get; }

    public DateTimeOffset At { get; }

    /// <summary>The reactions, in the order in which each emoji was first added.</summary>
    public ImmutableArray<Reaction> Reactions { get; init; } = [];

    /// <summary>The approximate size of the message in a response.</summary>
    public abstract int Bytes { get; }

    /// <summary>
    /// A message typed by a person, readable for every member. <see cref="ForAgent"/> is true if it starts a turn. <see cref="Run"/> is the run
    /// that asks for its author. The text is then the prompt that the absent author agreed to.
    /// </summary>
    public sealed record Typed(MessageId Id, Subject AskedBy, DateTimeOffset At, string Text, bool ForAgent, RunId? Run = null) : ThreadMessage(Id, AskedBy, At)
    {
        public TurnId? Turn => ForAgent ? new TurnId(Id, Nonce) : null;

        /// <summary>Distinguishes this message's turn from the turn of a lost message with the same number.</summary>
        internal string? Nonce { get; init; }

        public override int Bytes => Text.Length;

        /// <summary>The original author if the speaker forwards another person's question; null for the speaker's own words.</summary>
        public Participant? Author { get; init; }

        /// <summary>The time zone of clock times in the text; null for a message without one. Not visible to other people.</summary>
        public SpokenZone? Zone { get; init; }

        /// <summary>The people whom the text mentions.</summary>
        public ImmutableArray<Mention> Mentions { get; init; } = [];

        /// <summary>The number of the quoted message. Each viewer's own permissions decide whether they can open it.</summary>
        public long? Quoted { get; init; }

        /// <summary>The attached files, without their contents.</summary>
        public ImmutableArray<AttachedFile> Files { get; init; } = [];

        /// <summary>The time of the author's last edit.</summary>
        public DateTimeOffset? EditedAt { get; init; }

        /// <summary>Deleted by its author; the text is empty.</summary>
        public bool IsDeleted { get; init; }

        /// <summary>The original text of an edited message.</summary>
        internal string? AsSaid { get; init; }

        /// <summary>The message with its original text, as its turn read it.</summary>
        internal Typed AsAsked() => AsSaid is { } words ? this with { Text = words } : this;

        public override string ToString() => $"Typed({Id})";
    }

    /// <summary>A message of the agent. A private one is encrypted for the person whom it answers.</summary>
    public sealed record Answer : ThreadMessage
    {
        internal Answer(
            MessageId id, Subject askedBy, DateTimeOffset at, TurnId turn, RunId? run, bool isPrivate, ImmutableArray<EvidencePiece> evidence, byte[] body)
            : base(id, askedBy, at)
        {
            Turn = turn;
            Run = run;
            IsPrivate = isPrivate;
            Evidence = evidence;
            Body = body;
        }

        public TurnId Turn { get; }

        /// <summary>
        /// The time of the question. It replaces the answer's own time for readers who may not see the steps. The answer's own time is a side
        /// channel: it shows the duration of the turn, which a model can vary by data that it read.
        /// </summary>
        public DateTimeOffset AskedAt { get; internal init; }

        /// <summary>The unattended run that produced the answer; null for an answer to a person's question.</summary>
        public RunId? Run { get; }

        public bool IsPrivate { get; }

        public override int Bytes => Body.Length;

        /// <summary>The evidence. Empty for a private answer without a model's output, which only its person can read.</summary>
        internal ImmutableArray<EvidencePiece> Evidence { get; }

        /// <summary>The completeness of the evidence. An answer with lost evidence is locked for everyone, including its own person.</summary>
        internal EvidenceState EvidenceState { get; init; }

        internal byte[] Body { get; }

        public override string ToString() => $"Answer({Id})";
    }
}

/// <summary>The completeness of a private answer's stored evidence.</summary>
internal enum EvidenceState
{
    Whole,

    /// <summary>A part is missing or differs from the hash.</summary>
    Lost,

    /// <summary>An old row without a hash and without evidence: there was none, or it exceeded the row.</summary>
    Unsaid,
}

/// <summary>
/// The IANA time zone of the speaker's clock. It defines the meaning of a time such as "at 8:00" in the message. It does not identify a person.
/// </summary>
public readonly record struct SpokenZone
{
    private readonly string? _value;

    private SpokenZone(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty SpokenZone is no place.");

    public static SpokenZone? Of(string? text) => text is not null && IanaZone.Find(text) is not null ? new(text) : null;

    public override string ToString() => Value;
}
