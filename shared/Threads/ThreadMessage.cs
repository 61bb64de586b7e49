using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads.Files;
using Onbehalf.Visibility;

namespace Onbehalf.Threads;

/// <summary>A message as it rests in the thread. What an answer says is reached through <see cref="AnswerVisibility"/> only.</summary>
public abstract record ThreadMessage
{
    private ThreadMessage(MessageId id, Subject askedBy, DateTimeOffset at)
    {
        Id = id;
        AskedBy = askedBy;
        At = at;
    }

    public MessageId Id { get; }

    /// <summary>The speaker of a typed message; the person an answer is for.</summary>
    public Subject AskedBy { get; }

    public DateTimeOffset At { get; }

    /// <summary>The emoji that people put under it, in the order in which they first did.</summary>
    public ImmutableArray<Reaction> Reactions { get; init; } = [];

    /// <summary>About how much it takes to hand it out.</summary>
    public abstract int Bytes { get; }

    /// <summary>
    /// Typed by a person: shared with every member by their will. <see cref="ForAgent"/> says that it starts a turn. <see cref="Run"/> names
    /// the run that asks for its author: then it is what the author agreed to, and the author is not there.
    /// </summary>
    public sealed record Typed(MessageId Id, Subject AskedBy, DateTimeOffset At, string Text, bool ForAgent, RunId? Run = null) : ThreadMessage(Id, AskedBy, At)
    {
        public TurnId? Turn => ForAgent ? new TurnId(Id, Nonce) : null;

        /// <summary>What tells this message's turn from that of a lost message with the same number.</summary>
        internal string? Nonce { get; init; }

        public override int Bytes => Text.Length;

        /// <summary>Whose words they are when the speaker took over somebody else's question; null when they are the speaker's own.</summary>
        public Participant? Author { get; init; }

        /// <summary>Whose clock times in the text are by; null when the message came without. Shown to nobody else.</summary>
        public SpokenZone? Zone { get; init; }

        /// <summary>Whom the text names.</summary>
        public ImmutableArray<Mention> Mentions { get; init; } = [];

        /// <summary>The number of the quoted message; each viewer's own rights decide whether they can open it.</summary>
        public long? Quoted { get; init; }

        /// <summary>Without their contents.</summary>
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

    /// <summary>Said by the agent. A private one rests sealed for the person it answers.</summary>
    public sealed record Answer : ThreadMessage
    {
        internal Answer(MessageId id, Subject askedBy, DateTimeOffset at, TurnId turn, RunId? run, bool isPrivate, ImmutableArray<EvidencePiece> evidence, byte[] body)
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
        /// When the question was asked: the time that goes with the answer wherever its steps do not. The answer's own time tells how long the
        /// turn took, and a model can make a turn as long as a number that it read.
        /// </summary>
        public DateTimeOffset AskedAt { get; internal init; }

        /// <summary>The run it came from, unattended; null for an answer to somebody who asked.</summary>
        public RunId? Run { get; }

        public bool IsPrivate { get; }

        public override int Bytes => Body.Length;

        /// <summary>Empty where no answer of a model came into a private one: then it is its person's alone.</summary>
        internal ImmutableArray<EvidencePiece> Evidence { get; }

        /// <summary>Without its evidence an answer is locked for everybody, its own person too.</summary>
        internal EvidenceState EvidenceState { get; init; }

        internal byte[] Body { get; }

        public override string ToString() => $"Answer({Id})";
    }
}
