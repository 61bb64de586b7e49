using System.Text;
using Onbehalf.Turns;
using Onbehalf.Turns.Chat;

namespace Onbehalf.Tests.Turns;

/// <summary>A server decides how much it sends; the product decides how much of it is in memory.</summary>
public sealed class EndlessAnswerTests
{
    [Theory]
    [InlineData("data: ", "x")]
    [InlineData("", "x")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"", "x")]
    public async Task A_line_without_an_end_is_refused_soon(string start, string more)
    {
        using var stream = new Endless(start, more);

        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(stream));

        Assert.InRange(stream.Sent, ChatEvents.MostOfLine, 2 * ChatEvents.MostOfLine);
    }

    [Fact]
    public async Task An_event_without_an_end_is_refused_soon()
    {
        using var stream = new Endless("data: {\n", "data: \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\n");

        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(stream));

        Assert.InRange(stream.Sent, ChatEvents.MostOfEvent, 2 * ChatEvents.MostOfEvent);
    }

    [Theory]
    [InlineData("""{"content":"<think>"}""", """{"content":"0123456789012345678901234567890123456789012345678901234567890123456789"}""", "too-much-text")]
    [InlineData("{}", """{"tool_calls":[{"index":0,"function":{"name":"recall","arguments":"0123456789012345678901234567890123456789012345678901234567890123456789"}}]}""", "too-many-calls")]
    public async Task Thoughts_and_calls_without_an_end_end_the_answer(string first, string more, string garbled)
    {
        using var stream = new Endless(Event(first), Event(more));

        var reader = await ReadAsync(stream);

        Assert.Equal(garbled, reader.Garbled);
        Assert.Equal("model-garbled", Assert.IsType<ModelAnswer.Failed>(reader.Answer()).Code);
    }

    [Fact]
    public async Task Members_to_pass_back_have_one_limit_for_all_calls()
    {
        var calls = Enumerable.Range(0, 40).Select(static at => Event($$$"""{"tool_calls":[{"index":{{{at}}},"id":"c{{{at}}}","signature":"{{{new string('s', 200_000)}}}","function":{"name":"recall","arguments":"{}"}}]}"""));
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(calls)));

        Assert.Equal("too-many-calls", (await ReadAsync(stream)).Garbled);
    }

    private static string Event(string delta) => $$$"""data: {"choices":[{"delta":{{{delta}}}}]}""" + "\n\n";

    private static async Task<AnswerReader> ReadAsync(Stream stream)
    {
        var reader = new AnswerReader(new([], [new("recall", "", BinaryData.FromString("{}"))]), 32_000);
        await foreach (var read in ChatEvents.ReadAsync(stream, default))
        {
            reader.Take(read);
            if (reader.IsOver)
                break;
        }

        return reader;
    }

    /// <summary>Repeats a text up to a size that no answer has.</summary>
    private sealed class Endless(string start, string more) : Stream
    {
        private const int End = 64 * 1024 * 1024;

        private readonly byte[] _more = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(more, 4096 / more.Length + 1)));
        private byte[] _next = Encoding.UTF8.GetBytes(start);
        private int _at;

        public int Sent { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Sent; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at == _next.Length)
                (_next, _at) = (_more, 0);
            var length = Sent > End ? 0 : Math.Min(count, _next.Length - _at);
            _next.AsSpan(_at, length).CopyTo(buffer.AsSpan(offset));
            _at += length;
            Sent += length;
            return length;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
