using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Turns;

/// <summary>
/// A model's answer in the working set, with what its request held: what was not open to every member, what the turn's calls brought in
/// before it, and words of other people. <paramref name="Grant"/> is the version of the speaker's rights it was asked under.
/// </summary>
internal sealed record StoredAnswer(string Text, ImmutableArray<RequestedCall> Calls, string Grant, ImmutableArray<EvidencePiece> Evidence, ImmutableArray<TextAuthor> TextAuthors)
{
    /// <summary>
    /// What was told of the speaker by the tools that the request offered. Part of every request, so it is evidence of the reply and holds back
    /// no call.
    /// </summary>
    public ImmutableArray<Touched>? Offered { get; init; }

    /// <summary>See <see cref="ModelAnswer.Said.PassBack"/>.</summary>
    public string? PassBack { get; init; }

    public static string Key(int modelCall) => $"model-{modelCall}";
}
