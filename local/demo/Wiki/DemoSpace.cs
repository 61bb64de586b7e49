using System.Collections.Immutable;

namespace Onbehalf.Demo.Wiki;

internal sealed record DemoSpace(string Key, string Name, ImmutableArray<string> Readers, ImmutableArray<string> Writers, ImmutableArray<DemoPage> Pages);

internal sealed record DemoPage(string Author, string Title, string Text);
