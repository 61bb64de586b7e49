namespace Onbehalf.Tests.Demo;

/// <summary>The demo as people meet it: the same words, and to each their own answer.</summary>
public sealed class DemoStoryTests(DemoTurn turn) : IClassFixture<DemoTurn>
{
    [Theory]
    [InlineData("alice", "average salary by department", "Here is the average salary of employees by department. The highest is Legal with 122,262.5.")]
    [InlineData("carol", "average salary by department", "Here is the average salary of employees by department. The highest is Legal with 122,262.5.")]
    [InlineData("bob", "top 5 open deals", "Here are the top 5 deals by amount that are open: 5 rows of what you may see.")]
    [InlineData("bob", "total amount of won deals by region", "Here is the total amount of deals by region for won. The highest is EMEA with 34,812,919.")]
    [InlineData("erin", "how many deals", "The number of deals is 1,503.")]
    [InlineData("carol", "how many tickets", "The number of tickets is 20,000.")]
    [InlineData("carol", "tickets by priority and year", "Here is the number of tickets by priority and year.")]
    [InlineData("carol", "how many deals by stage / sort by stage", "Here is the number of deals by stage.")]
    [InlineData("dan", "how many tickets", "The number of tickets is 975.")]
    [InlineData("dan", "how many open tickets by priority", "Here is the number of tickets by priority that are open. The highest is normal with 35.")]
    [InlineData("bob", "how many expenses", "The number of expenses is 120.")]
    [InlineData("alice", "total expenses", "The total amount of expenses is 349,335.42.")]
    [InlineData("carol", "how many expenses", "The number of expenses is 30,000.")]
    public async Task Everybody_is_told_what_they_may_know(string person, string question, string expected) =>
        Assert.Equal(expected, (await turn.AskAsync(person, question)).Text);

    [Theory]
    [InlineData("bob", "average salary by department", "salary")]
    [InlineData("frank", "highest salary", "salary")]
    [InlineData("alice", "top 5 open deals", "deals")]
    [InlineData("alice", "top 5 open unicorns", "unicorns")]
    [InlineData("dan", "how many employees", "employees")]
    public async Task What_one_may_not_see_reads_like_what_does_not_exist(string person, string question, string asked)
    {
        var (text, table) = await turn.AskAsync(person, question);

        Assert.StartsWith($"I could not find “{asked}” in the data you may see", text, StringComparison.Ordinal);
        Assert.Null(table);
    }

    [Fact]
    public async Task Rows_are_the_same_as_those_of_the_persons_own_login()
    {
        var bob = (await turn.AskAsync("bob", "top 5 open deals")).Table!;
        var erin = (await turn.AskAsync("erin", "top 5 open deals")).Table!;

        var region = bob.Columns.Select(static column => column.Name).ToList().IndexOf("region");
        Assert.Equal(5, bob.Rows.Length);
        Assert.All(bob.Rows, row => Assert.Equal("EMEA", row[region]));
        Assert.All(erin.Rows, row => Assert.Equal("AMER", row[region]));
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("bob")]
    [InlineData("carol")]
    [InlineData("dan")]
    [InlineData("erin")]
    [InlineData("frank")]
    public async Task Every_question_it_suggests_has_an_answer(string person)
    {
        var suggestions = (await turn.AskAsync(person, "what can I ask?")).Text.Split('“', '”').Where(static (_, place) => place % 2 == 1).ToList();

        Assert.NotEmpty(suggestions);
        foreach (var suggestion in suggestions)
        {
            Assert.NotNull((await turn.AskAsync(person, suggestion)).Table);
        }
    }

    public static TheoryData<string, string> Queries
    {
        get
        {
            var queries = new TheoryData<string, string>();
            foreach (var example in PlannerExamples.All.Where(static row => ((string)row[3]).StartsWith("company: ", StringComparison.Ordinal) || ((string)row[3]).StartsWith("expenses: ", StringComparison.Ordinal)))
            {
                if (example is [_, string speaker, string question, string put] && !put.StartsWith("company: SELECT \"id\" FROM", StringComparison.Ordinal) && !question.Contains(" / ", StringComparison.Ordinal))
                {
                    queries.Add(speaker, question);
                }
            }

            return queries;
        }
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Every_documented_example_ends_in_a_table_or_an_honest_refusal(string person, string question)
    {
        var (text, table) = await turn.AskAsync(person, question);

        Assert.True(table is not null || text.StartsWith("I could not find “", StringComparison.Ordinal), text);
    }
}
