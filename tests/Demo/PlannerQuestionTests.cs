using Onbehalf.Evidence;
using Onbehalf.Sources;

namespace Onbehalf.Tests.Demo;

/// <summary>The planner answers right or says which words it did not understand, and whatever it suggests works for the person it is suggested to.</summary>
public sealed class PlannerQuestionTests(DemoTurn turn) : IClassFixture<DemoTurn>
{
    public static TheoryData<string, string, string, string> Answered => PlannerQuestions.Answered;

    public static TheoryData<string, string, string> NotUnderstood => PlannerQuestions.NotUnderstood;

    public static TheoryData<string, string, string> Said => PlannerQuestions.Said;

    [Theory]
    [MemberData(nameof(Answered))]
    [MemberData(nameof(PlannerTypedQuestions.Answered), MemberType = typeof(PlannerTypedQuestions))]
    public async Task A_question_has_the_rows_that_its_statement_has(string person, string questions, string source, string sql)
    {
        var right = await turn.QueryAsync(person, source, sql);

        var (text, table) = await turn.AskAsync(person, questions);

        Assert.True(table is not null, text);
        Assert.Equal(Rows(right, right), Rows(table, right));
    }

    [Theory]
    [MemberData(nameof(NotUnderstood))]
    [MemberData(nameof(PlannerTypedQuestions.NotUnderstood), MemberType = typeof(PlannerTypedQuestions))]
    public async Task A_word_that_is_not_used_is_named_and_nothing_is_answered(string person, string questions, string words)
    {
        var (text, table) = await turn.AskAsync(person, questions);

        Assert.StartsWith("I did not understand “", text, StringComparison.Ordinal);
        Assert.Contains(words, text[..text.IndexOf("You could ask", StringComparison.Ordinal)], StringComparison.OrdinalIgnoreCase);
        Assert.Null(table);
        await AssertSuggestionsWorkAsync(person, text);
    }

    [Theory]
    [MemberData(nameof(Said))]
    [MemberData(nameof(PlannerTypedQuestions.Said), MemberType = typeof(PlannerTypedQuestions))]
    public async Task A_question_about_something_else_is_told_so(string person, string questions, string start)
    {
        var (text, table) = await turn.AskAsync(person, questions);

        Assert.StartsWith(start, text, StringComparison.Ordinal);
        Assert.Null(table);
        await AssertSuggestionsWorkAsync(person, text);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("bob")]
    [InlineData("mallory")]
    [InlineData("carol")]
    [InlineData("dan")]
    [InlineData("erin")]
    [InlineData("frank")]
    public async Task Every_question_of_the_start_page_has_rows_for_its_person(string person)
    {
        var questions = FittingQuestions.Of(await turn.CatalogsAsync(person));

        Assert.InRange(questions.Length, 2, 3);
        foreach (var question in questions)
        {
            var (text, table) = await turn.AskAsync(person, question);
            Assert.True(table is { Rows.Length: > 0 }, $"{question}: {text}");
        }
    }

    [Fact]
    public async Task A_value_that_is_nowhere_is_no_filter_even_where_it_would_only_exclude()
    {
        var (text, table) = await turn.AskAsync("carol", "how many deals not in Atlantis");

        Assert.StartsWith("I did not understand “Atlantis”.", text, StringComparison.Ordinal);
        Assert.Null(table);
    }

    private async Task AssertSuggestionsWorkAsync(string person, string text)
    {
        var at = text.IndexOf("You could ask: ", StringComparison.Ordinal);
        string[] suggestions = at < 0 ? [] : [.. text[at..].Split('“', '”').Where(static (_, place) => place % 2 == 1)];
        Assert.InRange(suggestions.Length, at < 0 ? 0 : 2, 4);
        foreach (var suggestion in suggestions)
            Assert.True((await turn.AskAsync(person, suggestion)).Table is { Rows.Length: > 0 }, suggestion);
    }

    /// <summary>The columns that the right rows have, as text.</summary>
    private static string[] Rows(ResultTable table, ResultTable right)
    {
        var places = right.Columns.Select(wanted => table.Columns.Select(static column => column.Name).ToList().IndexOf(wanted.Name)).ToArray();
        return [.. table.Rows.Select(row => string.Join(" | ", places.Select(place => place < 0 ? "?" : Convert.ToString(row[place], System.Globalization.CultureInfo.InvariantCulture))))];
    }
}
