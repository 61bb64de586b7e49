using System.Collections.Immutable;
using Onbehalf.Tools;

namespace Onbehalf.Agent;

/// <summary>
/// A model's answer in the working set, with what its request held: words not open to every member, and words of other people.
/// </summary>
internal sealed record StoredAnswer(string Text, ImmutableArray<RequestedCall> Calls, bool HeldPrivate, ImmutableArray<TextAuthor> TextAuthors)
{
    public static string Key(int modelCall) => $"model-{modelCall}";
}
