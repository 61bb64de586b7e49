using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Turns;

/// <summary>
/// A model's answer in the working set, with the evidence and text authors of its request. The evidence covers private context and results of the
/// turn's earlier calls. <paramref name="Grant"/> is the version of the speaker's permissions at the time of the request.
/// </summary>
internal sealed record StoredAnswer(
    string Text, ImmutableArray<RequestedCall> Calls, string Grant, ImmutableArray<EvidencePiece> Evidence, ImmutableArray<TextAuthor> TextAuthors)
{
    /// <summary>
    /// The speaker's data in the offered tool list. It is part of every request, so it is evidence of the reply. It does not cause a call to be
    /// blocked.
    /// </summary>
    public ImmutableArray<Touched>? Offered { get; init; }

    /// <summary>See <see cref="ModelAnswer.Said.PassBack"/>.</summary>
    public string? PassBack { get; init; }

    public static string Key(int modelCall) => $"model-{modelCall}";
}
