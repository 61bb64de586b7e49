using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Artifacts;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Artifacts;

/// <summary>Ops as a client writes them.</summary>
internal static class Ops
{
    public static readonly Participant Alice = Person("alice");

    public static Participant Person(string name) => new(SubjectId.Of("https://issuer.test", null, name), name);

    public static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement.Clone();

    public static ImmutableArray<ArtifactOp> Read(string json)
    {
        Assert.Null(OpReader.Read(Json(json), out var ops));
        return ops;
    }

    /// <summary>A list with every type of field, one item and one document block.</summary>
    public static ArtifactState State() => Apply(new(ArtifactKind.List, ""), """
        [{"op":"title","title":"Launch"},
         {"op":"field","field":{"id":"title","name":"Task","type":"text"}},
         {"op":"field","field":{"id":"n","name":"Number","type":"number"}},
         {"op":"field","field":{"id":"cost","name":"Cost","type":"money","currency":"EUR"}},
         {"op":"field","field":{"id":"due","name":"Due","type":"date"}},
         {"op":"field","field":{"id":"who","name":"Owner","type":"person"}},
         {"op":"field","field":{"id":"size","name":"Size","type":"choice","choices":["S","M"]}},
         {"op":"field","field":{"id":"ok","name":"Done","type":"checkbox"}},
         {"op":"field","field":{"id":"at","name":"Link","type":"link"}},
         {"op":"add","item":"i1","order":"a0","values":{"title":"one"}},
         {"op":"add","item":"gone","order":"a1"},
         {"op":"del","item":"gone"},
         {"op":"block","block":{"id":"b1","type":"markdown"},"order":"a0"},
         {"op":"text","block":"b1","version":0,"changes":[[0,"hello","world \ud83d\ude00"]]}]
        """);

    public static ArtifactState Apply(ArtifactState state, string json, long seq = 1) =>
        Assert.IsType<Folded.Changed>(ArtifactFold.Apply(state, Read(json), new(Alice, DateTimeOffset.UnixEpoch, seq))).State;

    /// <summary>The code of the problem, wherever it is found.</summary>
    public static string Refusal(ArtifactState state, string json) =>
        OpReader.Read(Json(json), out var ops) is { } unreadable
            ? unreadable.Code
            : Assert.IsType<Folded.Refused>(ArtifactFold.Apply(state, ops, new(Alice, DateTimeOffset.UnixEpoch, 2))).Problem.Code;
}
