using System.Collections.Immutable;

namespace Onbehalf.Demo.Local;

/// <summary>A person in the form of the local provider's administration API.</summary>
internal sealed record LocalPerson(string Name, string DisplayName, ImmutableArray<string> Groups, bool Active, bool Deleted);
