using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("Onbehalf.Tests.OrderedFramework", "Onbehalf.Tests")]

namespace Onbehalf.Tests;

/// <summary>Starts collections in the order of <see cref="LongestFirst"/>. xunit starts them through the thread pool, which keeps no order.</summary>
public sealed class OrderedFramework(IMessageSink messages) : XunitTestFramework(messages)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) => new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName name, ISourceInformationProvider sources, IMessageSink diagnostics) : XunitTestFrameworkExecutor(name, sources, diagnostics)
    {
        protected override async void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
        {
            using var runner = new Runner(TestAssembly, testCases, DiagnosticMessageSink, executionMessageSink, executionOptions);
            await runner.RunAsync();
        }
    }

    private sealed class Runner(
        ITestAssembly assembly, IEnumerable<IXunitTestCase> cases, IMessageSink diagnostics, IMessageSink execution, ITestFrameworkExecutionOptions options)
        : XunitTestAssemblyRunner(assembly, cases, diagnostics, execution, options)
    {
        /// <summary>
        /// First what may run beside anything, then what changes people beside what knows no people, then what measures this process. What waits
        /// for minutes has a slot of its own, which goes to the others once it is done.
        /// </summary>
        protected override async Task<RunSummary> RunTestCollectionsAsync(IMessageBus messageBus, CancellationTokenSource cancellationTokenSource)
        {
            var collections = OrderTestCollections().ToLookup(static one => LongestFirst.PhaseOf(one.Item1, IsAlone(one.Item1)));
            var slots = 1 + (ExecutionOptions.GetValue<int?>("xunit.execution.MaxParallelThreads") is > 0 and var threads ? threads : Environment.ProcessorCount);
            var all = new RunSummary();
            await RunAsync(collections[TestPhase.Waits], collections[TestPhase.Free]);
            await RunAsync(collections[TestPhase.ChangesPeople], collections[TestPhase.KnowsNobody]);
            await RunAsync(collections[TestPhase.Alone], []);
            return all;

            // Of the first at most one runs at a time.
            async Task RunAsync(IEnumerable<Tuple<ITestCollection, List<IXunitTestCase>>> oneByOne, IEnumerable<Tuple<ITestCollection, List<IXunitTestCase>>> together)
            {
                using var free = new SemaphoreSlim(slots);
                var running = new List<Task> { HoldAsync(free, oneByOne) };
                foreach (var one in together)
                {
                    await free.WaitAsync(cancellationTokenSource.Token);
                    running.Add(ReleaseAsync(free, one));
                }

                await Task.WhenAll(running);
            }

            async Task HoldAsync(SemaphoreSlim free, IEnumerable<Tuple<ITestCollection, List<IXunitTestCase>>> some)
            {
                await free.WaitAsync(cancellationTokenSource.Token);
                foreach (var one in some)
                    await Task.Run(() => RunOneAsync(one), cancellationTokenSource.Token);
                free.Release();
            }

            async Task ReleaseAsync(SemaphoreSlim free, Tuple<ITestCollection, List<IXunitTestCase>> one)
            {
                await Task.Run(() => RunOneAsync(one), cancellationTokenSource.Token);
                free.Release();
            }

            async Task RunOneAsync(Tuple<ITestCollection, List<IXunitTestCase>> one)
            {
                var summary = await RunTestCollectionAsync(messageBus, one.Item1, one.Item2, cancellationTokenSource);
                lock (all)
                    all.Aggregate(summary);
            }
        }

        private static bool IsAlone(ITestCollection collection) =>
            collection.CollectionDefinition?.GetCustomAttributes(typeof(CollectionDefinitionAttribute)).SingleOrDefault()
                ?.GetNamedArgument<bool>(nameof(CollectionDefinitionAttribute.DisableParallelization)) is true;
    }
}
