using Onbehalf.Turns;

namespace Onbehalf.Tests.Turns;

public sealed class StandaloneQuestionTests
{
    [Theory]
    [InlineData("what does the travel policy say about flights?")]
    [InlineData("What does our parental leave policy allow for contractors?")]
    [InlineData("Which suppliers deliver replacement parts to Hamburg?")]
    [InlineData("what does the wiki say about onboarding?")]
    [InlineData("the wiki on laptops, please")]
    public void A_complete_question_needs_no_earlier_answer(string text) => Assert.True(StandaloneQuestion.Is(text));

    [Theory]
    [InlineData("and by region?")]
    [InlineData("only the open ones")]
    [InlineData("what about flights?")]
    [InlineData("why is that so low in EMEA this quarter?")]
    [InlineData("which of them belong to the largest department in Berlin?")]
    [InlineData("what is the previous quarter's largest supplier contract?")]
    [InlineData("how many are there in total?")]
    [InlineData("compare with last year's numbers by department")]
    [InlineData("und was steht in der Reiserichtlinie zu Flügen?")]
    [InlineData("")]
    public void Anything_else_may_continue_what_was_said(string text) => Assert.False(StandaloneQuestion.Is(text));
}
