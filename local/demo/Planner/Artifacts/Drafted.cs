using System.Text.Json.Nodes;
using Onbehalf.Demo.Planner.Steps;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Artifacts;

/// <summary>The arguments of <c>create_artifact</c>, what the answer says about them, and sentences that can follow.</summary>
internal sealed record Drafted(Form Form, string Title, JsonArray Ops, string Words, params string[] Next)
{
    private const int LongestTitle = 80;

    /// <summary>Returns the call, or the answer after it.</summary>
    public ChatAnswer Step(Asked asked) =>
        asked.Answer(ArtifactTalk.Create) is { } made ? Say.Text(Told(made.Text)) : Say.Call(ArtifactTalk.Create, Arguments());

    public static string Capital(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        line = line.Length > LongestTitle ? line[..LongestTitle].TrimEnd() : line;
        return line.Length == 0 ? line : $"{char.ToUpperInvariant(line[0])}{line[1..]}";
    }

    private JsonObject Arguments()
    {
        var arguments = new JsonObject { ["kind"] = Form.Kind, ["title"] = Title };
        if (Form.Template is { } template)
            arguments["template"] = template;
        if (Ops.Count > 0)
            arguments["ops"] = Ops.DeepClone();
        return arguments;
    }

    private string Told(string result) => Draft.Made(result) is not { } draft ? $"Nothing was made. {Why(result)}"
        : $"{draft.Link} is ready: {Words} Only you see it until you put it in the thread."
            + (Next.Length == 0 ? "" : $" You could ask: {string.Join(", ", Next.Select(static one => $"“{one}”"))}.");

    internal static string Why(string result) => ResultText.Read(result) is ResultText.Refused { Code.Length: > 0, Why: var why }
        ? $"{char.ToUpperInvariant(why.Length > 0 ? why[0] : ' ')}{(why.Length > 0 ? why[1..] : "")}".Trim()
        : result;
}
