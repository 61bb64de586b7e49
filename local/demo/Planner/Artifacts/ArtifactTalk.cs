using Onbehalf.Demo.Planner.Steps;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Artifacts;

/// <summary>
/// Makes and changes artifacts: "make that a dashboard", "a to-do list for the launch", "add a due date". Everything made is a draft of the speaker.
/// A later change belongs to the last draft that the speaker asked for in this conversation.
/// </summary>
internal static class ArtifactTalk
{
    public const string Create = "create_artifact";
    public const string ChangeTool = "change_artifact";
    public const string ReadTool = "read_artifact";

    /// <summary>Returns what the text asks to make or change. Null for any other text, and if no artifact can be made.</summary>
    public static ArtifactWish? Wish(Asked asked) =>
        !asked.Offers(Create) || SqlCommand.IsAsked(asked.Text) || Automate.IsAsked(asked.Text) || PageDraft.IsAsked(asked)
            ? null
            : EditWords.Read(asked.Text, asked.IsAboutDraft) ?? ArtifactWords.Read(asked.Text);

    public static ChatAnswer Next(Asked asked, ArtifactWish wish) => wish switch
    {
        ArtifactWish.Keep keep => KeptResult.Next(asked, keep),
        ArtifactWish.Make make => NewArtifact.Next(asked, make),
        _ => ArtifactChange.Next(asked, wish),
    };

    /// <summary>
    /// Returns the question in an earlier message, so that later ones can continue it. Null if it asked to make or change an artifact without one.
    /// </summary>
    public static string? QuestionIn(Asked asked, string text) =>
        !asked.Offers(Create) ? text
        : EditWords.Read(text, isAboutDraft: true) is { } change ? change switch
        {
            ArtifactWish.Group group => $"by {group.By}",
            ArtifactWish.Draw => text,
            _ => null,
        }
        : ArtifactWords.Read(text) switch
        {
            null => text,
            ArtifactWish.Make { Form: { HasBlocks: true, Kind: not "document" }, Subject: { Length: > 0 } subject } => subject,
            ArtifactWish.Make { IsOfData: true, Form.Kind: "list" or "board", Subject: { Length: > 0 } subject } => subject,
            _ => null,
        };
}
