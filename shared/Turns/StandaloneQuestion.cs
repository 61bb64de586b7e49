using System.Collections.Frozen;

namespace Onbehalf.Turns;

/// <summary>
/// Detects an English question that needs no earlier answer. A text that names the wiki is such a question. So is a text that starts like a
/// question, has at least three content words and no reference to earlier text. Only the text decides, so the decision reveals no data. A turn with
/// any other question starts with the speaker's earlier answers.
/// </summary>
internal static class StandaloneQuestion
{
    private const int ShortestWord = 4;
    private const int FewestWords = 3;

    private static readonly FrozenSet<string> Starts = Words("what who whom whose which how when where list show does do is are can may");

    private static readonly FrozenSet<string> References = Words(
        "it its that this these those they them their there then than same also too instead again else other others another more less rest remaining "
        + "previous previously earlier above before former latter such only one ones both each respectively so far continue why compare versus");

    private static readonly FrozenSet<string> Empty = Words(
        "what which whose when where does have been about with from into over under should would could must will shall your yours ours many much please tell give show list "
        + "says said mean means know need want here every some most very just like across");

    public static bool Is(string text)
    {
        string[] words =
        [
            .. text.Split([.. text.Where(static c => !char.IsLetterOrDigit(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries)
                .Select(static word => word.ToLowerInvariant()),
        ];
        if (words.Contains("wiki"))
            return true;
        return words.Length > 0 && Starts.Contains(words[0]) && !words.Any(References.Contains)
            && words.Where(static word => word.Length >= ShortestWord && !Empty.Contains(word)).Distinct().Count() >= FewestWords;
    }

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
