namespace Onbehalf.Demo.Planner.Grammar;

internal static class Keywords
{
    private static readonly HashSet<string> Enders = Set(
        "and by per where with whose in for from on this last since before after today yesterday not or without");

    /// <summary>Words without meaning for a question. Every other word is used, or the question is refused.</summary>
    private static readonly HashSet<string> Fillers = Set(
        "please can could would will you show give tell get find see what which who is are was were been being the a an do does did have has had there we our be any now then and only just "
            + "instead also same again about how still currently that it its them those these their they to yet exist exists rows records entries work works working ok okay thanks ones"
    );

    /// <summary>A word in capitals is a name: "IT" is a department.</summary>
    public static bool IsFiller(string word) => Fillers.Contains(word) && !(word.Length > 1 && word.All(char.IsUpper));

    /// <summary>Returns whether a word ends a value of several words.</summary>
    public static bool Ends(string word) => Enders.Contains(word);

    public static bool IsAggregate(Measure? measure) => measure is Measure.Count or Measure.Sum or Measure.Average;

    public static bool IsSuperlative(Measure? measure) => measure is Measure.Minimum or Measure.Maximum or Measure.Latest or Measure.Oldest;

    public static Measure? MeasureOf(string word) => word.ToLowerInvariant() switch
    {
        "count" or "many" or "number" => Measure.Count,
        "sum" or "total" or "worth" => Measure.Sum,
        "average" or "avg" or "mean" => Measure.Average,
        "minimum" or "min" or "lowest" or "smallest" or "least" or "fewest" => Measure.Minimum,
        "maximum" or "max" or "highest" or "largest" or "biggest" or "most" => Measure.Maximum,
        "latest" or "newest" => Measure.Latest,
        "oldest" or "earliest" => Measure.Oldest,
        "top" => Measure.Top,
        "bottom" => Measure.Bottom,
        "list" => Measure.List,
        _ => null,
    };

    public static bool IsPreposition(string word) => word.ToLowerInvariant() is "of" or "in" or "for" or "from" or "on" or "with";

    public static bool IsBy(string word) => word.ToLowerInvariant() is "by" or "per";

    public static bool IsTime(string word) => word.ToLowerInvariant() is "day" or "week" or "month" or "quarter" or "year";

    /// <summary>Returns whether a word means the measure of a row.</summary>
    public static bool IsSize(string word) => word.ToLowerInvariant() is "value" or "values" or "size" or "worth" or "volume" or "cost" or "costs" or "money";

    /// <summary>Returns whether a column holds the size of a row, so that a total of the rows is the total of that column. A salary is no size.</summary>
    public static bool IsAmount(string column) =>
        column
            .ToLowerInvariant()
            .Split('_')
            .Any(static part => part is "amount" or "total" or "value" or "price" or "cost" or "costs" or "sum" or "revenue" or "size" or "spend" or "fee");

    public static int? NumberNamed(string word) => word.ToLowerInvariant() switch
    {
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "twenty" => 20,
        _ => null,
    };

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.OrdinalIgnoreCase);
}
