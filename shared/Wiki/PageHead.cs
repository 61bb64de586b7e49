using System.Collections.Immutable;
using Onbehalf.Threads;

namespace Onbehalf.Wiki;

/// <summary>A version of a page without its text.</summary>
public sealed record PageHead(PageId Id, string Title, int Version, Participant Author, DateTimeOffset At, ImmutableArray<Participant> Contributors);
