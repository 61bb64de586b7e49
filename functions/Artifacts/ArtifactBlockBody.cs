using System.Text.Json;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Threads;

namespace Onbehalf.Functions.Artifacts;

/// <summary>A block's definition. A locked block has only its id, type and place.</summary>
internal sealed record ArtifactBlockBody(string Id, BlockType Type, string Order)
{
    public string? Title { get; init; }

    public string? Text { get; init; }

    public int? Level { get; init; }

    public string? Source { get; init; }

    public string? Sql { get; init; }

    public JsonElement? Chart { get; init; }

    public string? Artifact { get; init; }

    public string? Request { get; init; }

    public IReadOnlyList<string>? Fields { get; init; }

    public string? Column { get; init; }

    public BlockAction? Action { get; init; }

    public IReadOnlyList<BlockTab>? Tabs { get; init; }

    public string? DefinitionHash { get; init; }

    public PersonBody? DefinedBy { get; init; }

    public IReadOnlyList<ArtifactCommentBody>? Comments { get; init; }

    public bool? Locked { get; init; }
}
