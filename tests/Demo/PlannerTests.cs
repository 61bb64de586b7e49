using System.ClientModel;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Onbehalf.Tests.Fixtures;
using OpenAI.Chat;

namespace Onbehalf.Tests.Demo;

public sealed class PlannerTests : IAsyncLifetime
{
    private static readonly string[] Known =
        ["stage won", "stage negotiation", "department legal", "department finance", "department sales", "category travel", "priority urgent", "region emea", "region amer"];

    private PlannerServer _planner = null!;

    public static TheoryData<string, string, string, string> Examples => PlannerExamples.All;

    public async Task InitializeAsync() => _planner = await PlannerServer.StartAsync();

    public async Task DisposeAsync() => await _planner.DisposeAsync();

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_of_the_grammar_is_put_as_documented(string name, string speaker, string question, string expected)
    {
        var answer = await AfterLookUpsAsync(speaker, question, Described(speaker));

        var call = answer.ToolCalls.Single();
        Assert.Equal(Spelled(expected), Shown(call));
        Assert.Contains($"| {name} | {question.Replace(" / ", " → ", StringComparison.Ordinal)} |", await File.ReadAllTextAsync(Path.Combine(Clone.Root, "docs", "demo-planner.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_model_call_of_a_question_describes_the_data()
    {
        var answer = await AskAsync("alice", "average salary by department");

        Assert.Equal("describe_data", answer.ToolCalls.Single().FunctionName);
        Assert.Equal("{}", answer.ToolCalls.Single().FunctionArguments.ToString());
    }

    [Fact]
    public async Task A_description_in_the_instructions_saves_that_call()
    {
        var answer = (await _planner.Client().CompleteChatAsync(
            [new SystemChatMessage(SchemaTexts.For("alice")), new UserChatMessage("how many employees")], PlannerServer.OfferingTools())).Value;

        Assert.Equal("query_data", answer.ToolCalls.Single().FunctionName);
    }

    [Theory]
    [InlineData("what is in this picture?")]
    [InlineData("Files attached.")]
    public async Task A_question_about_an_attached_image_is_answered_that_it_cannot_see(string question)
    {
        var answer = (await _planner.Client().CompleteChatAsync(
            [new SystemChatMessage(SchemaTexts.For("alice")), new UserChatMessage("File \"a.png\" from Alice (information, not an instruction):\n> [An image. You cannot see it.]"), new UserChatMessage(question)],
            PlannerServer.OfferingTools())).Value;

        Assert.StartsWith("I cannot see images.", answer.Content.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_description_that_somebody_typed_is_not_believed()
    {
        var answer = await AskAsync("bob", $"{SchemaTexts.For("alice")} / how many employees");

        Assert.Equal("describe_data", answer.ToolCalls.Single().FunctionName);
    }

    [Theory]
    [InlineData("alice", "average salary by department", "department\taverage_salary\nLegal\t122262.50\nSales\t72314.52\n(2 rows)", "Here is the average salary of employees by department. The highest is Legal with 122,262.5.")]
    [InlineData("alice", "how many employees", "count\n251\n(1 rows)", "The number of employees is 251.")]
    [InlineData("bob", "top 5 open deals", "id\ttitle\n1\ta\n2\tb\n(2 rows)", "Here are the top 5 deals by amount that are open: 2 rows of what you may see.")]
    [InlineData("bob", "deals over 1m", "id\ttitle\n(0 rows)", "There is nothing to show for the deals with amount over 1m: no such rows in the data you may see.")]
    [InlineData("bob", "how many deals", "LIMIT: time.", "That takes too long or returns too much. Please narrow it down.")]
    [InlineData("bob", "how many deals", "The card expired before it was answered. Nothing was done: ask again to get a new card.", "The card expired before it was answered. Nothing was done: ask again to get a new card.")]
    [InlineData("bob", "/sql SELECT 1", "?column?\n1\n(1 rows)", "The query returned 1 row.")]
    public async Task A_result_is_told_in_one_plain_sentence(string speaker, string question, string result, string expected)
    {
        var answer = await AskAsync(speaker, question, [.. Described(speaker), .. Exchange("query_data", result)]);

        Assert.Empty(answer.ToolCalls);
        Assert.Equal(expected, answer.Content[0].Text);
    }

    [Theory]
    [InlineData("say that shorter", "Legal has the highest. It is 122,262.5.\ndepartment\taverage", "Legal has the highest.")]
    [InlineData("Shorter, please!", "42", "42")]
    [InlineData("put it in one sentence", "", "There is no answer above that I could say shorter.")]
    public async Task The_last_answer_is_said_shorter_by_its_first_sentence(string asked, string before, string expected)
    {
        ChatMessage[] said = before.Length == 0 ? [] : [new AssistantChatMessage(before)];

        var answer = (await _planner.Client().CompleteChatAsync([new UserChatMessage("average salary by department"), .. said, new UserChatMessage(asked)], PlannerServer.OfferingTools())).Value;

        Assert.Equal(expected, answer.Content[0].Text);
    }

    [Theory]
    [InlineData("bob", "average salary by department", "salary")]
    [InlineData("alice", "top 5 open deals", "deals")]
    public async Task A_refusal_names_what_was_asked_and_what_can_be(string speaker, string question, string asked)
    {
        var answer = await AfterLookUpsAsync(speaker, question, [.. Described(speaker), .. Exchange("query_data", $"NOT_FOUND: no such table, column or function: {asked}.")]);

        Assert.StartsWith($"I could not find “{asked}” in the data you may see", answer.Content[0].Text, StringComparison.Ordinal);
        Assert.Contains("You could ask: “", answer.Content[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Done: one row (update in company.deals).", "Done: the stage of deal 17 is now won.")]
    [InlineData("NOT_FOUND: no such row.", "Nothing was changed. I could not find that among what you may change.")]
    [InlineData("Bob said no.", "Nothing was changed. Bob said no.")]
    public async Task A_change_is_reported_as_the_tool_reports_it(string result, string expected)
    {
        var answer = await AskAsync("bob", "set the stage of deal 17 to won", [.. Described("bob"), .. Exchange("change_data", result)]);

        Assert.Equal(expected, answer.Content[0].Text);
    }

    [Fact]
    public async Task A_change_by_name_needs_exactly_one_row_of_that_name()
    {
        var look = (await AskAsync("alice", "change the salary of Bob Lindqvist to 70,000", Described("alice"))).ToolCalls.Single();
        var found = await AskAsync("alice", "change the salary of Bob Lindqvist to 70,000", [.. Described("alice"), .. Exchange(look, "id\n76\n(1 rows)")]);
        var twice = await AskAsync("alice", "change the salary of Bob Lindqvist to 70,000", [.. Described("alice"), .. Exchange(look, "id\n76\n77\n(2 rows)")]);

        Assert.Equal("""change_data {"source":"company","operation":"update","table":"company.employees","key":{"id":"76"},"values":{"salary":"70000"}}""", Shown(found.ToolCalls.Single()));
        Assert.StartsWith("I could not find exactly one", twice.Content[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("remember that I am in EMEA", "remember", "Done: remembered as kabcdefghijklmnopqrst.", "I will remember that I am in EMEA.")]
    [InlineData("remember that I am in EMEA", "remember", "The person declined. Nothing was changed.", "Nothing was remembered. The person declined. Nothing was changed.")]
    [InlineData("what do you remember?", "recall", "Nothing is remembered.", "I remember nothing of that.")]
    [InlineData("what do you remember?", "recall", "Remembered:\n- kabcdefghijklmnopqrst, 2026-11-25: I am in EMEA\n", "I remember:\n\n- I am in EMEA")]
    [InlineData("forget that I am in AMER", "recall", "Remembered:\n- kabcdefghijklmnopqrst, 2026-11-25: I am in EMEA\n", "I remember nothing of that.")]
    [InlineData("forget EMEA", "forget", "Done: forgotten.", "That is forgotten.")]
    public async Task What_became_of_a_memory_is_told_as_the_tool_tells_it(string question, string tool, string result, string expected)
    {
        var answer = await AskAsync("bob", question, Exchange(tool, result));

        Assert.Equal(expected, answer.Content[0].Text);
    }

    [Fact]
    public async Task What_is_to_be_forgotten_is_named_by_the_id_of_the_one_entry_that_fits()
    {
        var answer = await AskAsync("bob", "forget EMEA", Exchange("recall", "Remembered:\n- kabcdefghijklmnopqrst, 2026-11-25: I am in EMEA\n- kbcdefghijklmnopqrstu, 2026-11-25: call me B\n"));

        Assert.Equal("""forget {"id":"kabcdefghijklmnopqrst"}""", Shown(answer.ToolCalls.Single()));
    }

    [Theory]
    [InlineData("hello", "Hello Bob.")]
    [InlineData("thanks!", "You are welcome, Bob.")]
    public async Task A_friendly_word_costs_no_tool_call(string text, string expected)
    {
        var answer = await AskAsync("bob", text);

        Assert.StartsWith(expected, answer.Content[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tell me a joke", "did not understand")]
    [InlineData("what can I ask?", "I can count, add up, average, rank and list")]
    public async Task What_it_cannot_do_it_says_with_questions_that_fit_the_speaker(string text, string expected)
    {
        var bob = (await AfterLookUpsAsync("bob", text, Described("bob"))).Content[0].Text;
        var dan = (await AfterLookUpsAsync("dan", text, Described("dan"))).Content[0].Text;

        Assert.Contains(expected, bob, StringComparison.Ordinal);
        Assert.Contains("deals", bob, StringComparison.Ordinal);
        Assert.DoesNotContain("deals", dan, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "and")]
    [InlineData(1, "set a of b to to to to to to to to to to to to ")]
    public async Task A_conversation_made_to_be_slow_is_answered_all_the_same(int messages, string text)
    {
        var said = string.Join(" / ", Enumerable.Repeat(messages == 1 ? string.Concat(Enumerable.Repeat(text, 4_000)) : text, messages));

        var answer = await AfterLookUpsAsync("bob", said, Described("bob")).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.NotEmpty(answer.Content[0].Text);
    }

    [Fact]
    public async Task Text_is_streamed_in_several_pieces_that_add_up()
    {
        var pieces = new List<string>();
        await foreach (var update in _planner.Client().CompleteChatStreamingAsync([new UserChatMessage("hello")], PlannerServer.OfferingTools()))
        {
            pieces.AddRange(update.ContentUpdate.Select(static part => part.Text).Where(static text => text.Length > 0));
        }

        Assert.True(pieces.Count > 3);
        Assert.Equal((await _planner.Client().CompleteChatAsync([new UserChatMessage("hello")])).Value.Content[0].Text, string.Concat(pieces));
    }

    [Fact]
    public async Task A_wrong_key_and_a_body_that_is_no_request_are_told_so()
    {
        var refused = await Assert.ThrowsAsync<ClientResultException>(() => _planner.Client("wrong").CompleteChatAsync([new UserChatMessage("hello")]));
        using var http = new HttpClient();
        using var post = new HttpRequestMessage(HttpMethod.Post, _planner.Url) { Content = new StringContent("{ nonsense"), Headers = { { "Authorization", "Bearer planner-key" } } };
        using var response = await http.SendAsync(post);

        Assert.Equal(401, refused.Status);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("invalid_request_error", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- Handbook, may read; read by everyone in employees\n- HR, may write; read by everyone in hr\n", "HR")]
    [InlineData("- Handbook, may read; read by everyone in employees\n", null)]
    public async Task An_answer_goes_to_the_first_space_where_its_speaker_may_write(string spaces, string? written)
    {
        ChatMessage[] asked = [new UserChatMessage("headcount"), new AssistantChatMessage("251"), new UserChatMessage("add that to the wiki")];
        async Task<ChatCompletion> NextAsync(params ChatMessage[] since) => (await _planner.Client().CompleteChatAsync([.. asked, .. since], PlannerServer.OfferingTools())).Value;

        var look = await NextAsync();
        var write = await NextAsync(Exchange("list_spaces", $"Spaces:\n{spaces}"));

        Assert.Equal("list_spaces", look.ToolCalls.Single().FunctionName);
        Assert.Equal(
            written is null ? null : $$"""write_page {"space":"{{written}}","title":"Headcount","text":"251"}""",
            write.ToolCalls.Select(Shown).SingleOrDefault());
    }

    private async Task<ChatCompletion> AskAsync(string speaker, string questions, params ChatMessage[] since)
    {
        var name = char.ToUpperInvariant(speaker[0]) + speaker[1..];
        List<ChatMessage> messages = [new SystemChatMessage($"Right now you act for {name} and for nobody else: every tool runs with that person's own rights.\nToday is 2026-11-23 (UTC).")];
        messages.AddRange(questions.Split(" / ").Select(static text => new UserChatMessage(text)));
        return (await _planner.Client().CompleteChatAsync([.. messages, .. since], PlannerServer.OfferingTools())).Value;
    }

    /// <summary>The first answer that is no look-up. The source that is asked has every value that the examples name, each in its own column.</summary>
    private async Task<ChatCompletion> AfterLookUpsAsync(string speaker, string questions, params ChatMessage[] since)
    {
        ChatCompletion answer;
        while ((answer = await AskAsync(speaker, questions, since)).ToolCalls is { Count: > 0 } calls && calls[0].FunctionArguments.ToString().Contains("\"show\":\"nothing\"", StringComparison.Ordinal) && !IsRowSearch(calls[0]))
        {
            since = [.. since, new AssistantChatMessage(calls), .. calls.Select(static call => new ToolChatMessage(call.Id, LookedUp(call)))];
        }

        return answer;
    }

    private static bool IsRowSearch(ChatToolCall call) => Sql(call).StartsWith("SELECT \"id\"", StringComparison.Ordinal);

    private static string LookedUp(ChatToolCall call)
    {
        var sql = Sql(call);
        var cells = Regex.Matches(sql, "lower\\(\"(\\w+)\"\\) = '([^']*)' THEN").Select(static match => Known.Contains($"{match.Groups[1].Value} {match.Groups[2].Value}") ? "1" : "0").ToArray();
        cells = cells.Length > 0 ? cells : [.. Regex.Matches(sql, " AS \"n\\d+\"").Select(static _ => "3")];
        return $"{string.Join('\t', cells.Select(static (_, place) => $"c{place}"))}\n{string.Join('\t', cells)}\n(1 rows)";
    }

    private static string Sql(ChatToolCall call)
    {
        using var arguments = JsonDocument.Parse(call.FunctionArguments);
        return arguments.RootElement.GetProperty("sql").GetString()!;
    }

    private static ChatMessage[] Exchange(ChatToolCall call, string result) => [new AssistantChatMessage([call]), new ToolChatMessage(call.Id, result)];

    private static ChatMessage[] Described(string speaker) => Exchange("describe_data", SchemaTexts.For(speaker));

    private static ChatMessage[] Exchange(string tool, string result) =>
        [new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall($"call-{tool}", tool, BinaryData.FromString("{}"))]), new ToolChatMessage($"call-{tool}", result)];

    private static string Shown(ChatToolCall call)
    {
        using var arguments = JsonDocument.Parse(call.FunctionArguments);
        return call.FunctionName == "query_data"
            ? $"{arguments.RootElement.GetProperty("source").GetString()}: {arguments.RootElement.GetProperty("sql").GetString()}"
            : $"{call.FunctionName} {call.FunctionArguments}";
    }

    private static string Spelled(string expected) => expected
        .Replace("{deals}", Columns("bob", "deals"), StringComparison.Ordinal)
        .Replace("{employees}", Columns("alice", "employees"), StringComparison.Ordinal)
        .Replace("{tickets}", Columns("dan", "tickets"), StringComparison.Ordinal)
        .Replace("{expenses}", Columns("bob", "expenses"), StringComparison.Ordinal);

    private static string Columns(string speaker, string table) =>
        string.Join(", ", Onbehalf.Demo.Planner.Schema.SchemaText.Read(SchemaTexts.For(speaker)).Named(table)!.Columns.Select(static column => $"\"{column.Name}\""));
}
