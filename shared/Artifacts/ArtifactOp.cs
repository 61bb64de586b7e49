using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Onbehalf.Ids;
using Onbehalf.Sources;

namespace Onbehalf.Artifacts;

/// <summary>One change of an artifact. It contains no author: the author is the caller of the request.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "op")]
[JsonDerivedType(typeof(SetValue), "set")]
[JsonDerivedType(typeof(Add), "add")]
[JsonDerivedType(typeof(Delete), "del")]
[JsonDerivedType(typeof(Restore), "restore")]
[JsonDerivedType(typeof(Move), "move")]
[JsonDerivedType(typeof(Rename), "title")]
[JsonDerivedType(typeof(PutField), "field")]
[JsonDerivedType(typeof(DeleteField), "delField")]
[JsonDerivedType(typeof(PutBlock), "block")]
[JsonDerivedType(typeof(DeleteBlock), "delBlock")]
[JsonDerivedType(typeof(MoveBlock), "moveBlock")]
[JsonDerivedType(typeof(Edit), "text")]
[JsonDerivedType(typeof(AddComment), "comment")]
[JsonDerivedType(typeof(DeleteComment), "delComment")]
[JsonDerivedType(typeof(PutParameter), "parameter")]
[JsonDerivedType(typeof(DeleteParameter), "delParameter")]
[JsonDerivedType(typeof(Purge), "purge")]
public abstract record ArtifactOp
{
    private ArtifactOp()
    {
    }

    /// <summary>A null value clears the field.</summary>
    public sealed record SetValue(string Item, string Field, JsonElement Value) : ArtifactOp;

    public sealed record Add(string Item, string Order, ImmutableDictionary<string, JsonElement>? Values = null, string? State = null) : ArtifactOp;

    public sealed record Delete(string Item) : ArtifactOp;

    public sealed record Restore(string Item) : ArtifactOp;

    public sealed record Move(string Item, string Order, string? State = null) : ArtifactOp;

    public sealed record Rename(string Title) : ArtifactOp;

    /// <summary>Adds a field, or changes its name, choices or currency. The type never changes.</summary>
    public sealed record PutField(ArtifactField Field) : ArtifactOp;

    public sealed record DeleteField(string Field) : ArtifactOp;

    /// <summary>Adds a block or changes its definition. Without an order, an existing block is not moved.</summary>
    public sealed record PutBlock(ArtifactBlock Block, string? Order = null) : ArtifactOp;

    public sealed record DeleteBlock(string Block) : ArtifactOp;

    public sealed record MoveBlock(string Block, string Order) : ArtifactOp;

    /// <summary>A change of a block's text, based on this version: the JSON of a CodeMirror ChangeSet.</summary>
    public sealed record Edit(string Block, long Version, JsonElement Changes) : ArtifactOp;

    public sealed record AddComment(CommentTarget Target, string Comment, string Text, ImmutableArray<CommentMention>? Mentions = null) : ArtifactOp;

    public sealed record DeleteComment(string Comment) : ArtifactOp;

    public sealed record PutParameter(ArtifactParameter Parameter) : ArtifactOp;

    public sealed record DeleteParameter(string Parameter) : ArtifactOp;

    /// <summary>
    /// Removes the deleted parts of a draft permanently, before other people get access. Only publishing adds this op; a request with it is
    /// refused.
    /// </summary>
    public sealed record Purge : ArtifactOp;
}

/// <summary>The item or block of a comment.</summary>
public sealed record CommentTarget(string? Item = null, string? Block = null);

/// <summary>A person whom a comment mentions. <paramref name="As"/>: the mention as typed, <c>@</c> and a name.</summary>
public sealed record CommentMention(SubjectId Subject, string As);

/// <summary>A parameter of the requests of a dashboard. Each viewer chooses its value.</summary>
public sealed record ArtifactParameter(string Id, string Name, ParameterType Type, ImmutableArray<string>? Choices = null)
{
    /// <summary>The named values of the parameter in SQL, without the colon.</summary>
    internal ImmutableArray<(string Name, BoundType Type)> Slots =>
        Type is ParameterType.DateRange ? [($"{Id}_from", BoundType.Date), ($"{Id}_to", BoundType.Date)] : [(Id, BoundType.Text)];

    /// <summary>Returns whether an id is valid in a name of SQL in every engine.</summary>
    internal static bool IsId(string id) =>
        id.Length is > 0 and <= ArtifactLimits.IdLength
        && char.IsAsciiLetterLower(id[0])
        && id.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_');
}

public enum ParameterType
{
    [JsonStringEnumMemberName("date-range")]
    DateRange,

    Choice,
}
