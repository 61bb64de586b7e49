using System.Collections.Immutable;

namespace Onbehalf.Demo.Local;

/// <summary>A person as the local provider's administration interface shows them.</summary>
internal sealed record LocalPerson(string Name, string DisplayName, ImmutableArray<string> Groups, bool Active, bool Deleted);
