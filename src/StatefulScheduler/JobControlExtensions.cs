namespace StatefulScheduler;

/// <summary>The everyday commands: each is one add or one modify, written short. State comes second, reason third, always.</summary>
public static class JobControlExtensions
{
    extension(IJobControl jobs)
    {
        /// <summary>Adds a job whose class was registered with <c>AddJob</c> or <c>AddHandler</c>.</summary>
        /// <typeparam name="TJob">The job's class.</typeparam>
        /// <param name="id">Which job.</param>
        /// <param name="trigger">When.</param>
        /// <param name="state">The first state.</param>
        /// <param name="arguments">What every run is given.</param>
        /// <param name="options">How it behaves.</param>
        /// <param name="cancellationToken">Ends the wait.</param>
        /// <returns>The job as it is stored.</returns>
        public ValueTask<ScheduledJob> AddJobAsync<TJob>(
            string id, Trigger trigger, object? state = null, object? arguments = null, JobOptions? options = null, CancellationToken cancellationToken = default)
            where TJob : IJob => jobs.AddJobAsync(
                JobDefinition.For<TJob>(id, trigger) with { State = state, Arguments = arguments, Options = options ?? new() }, cancellationToken);

        /// <summary>Pauses a job and, in the same update, changes its state.</summary>
        /// <param name="id">Which.</param>
        /// <param name="state">From state to state; pure.</param>
        /// <param name="reason">Why.</param>
        /// <param name="cancellationToken">Ends the wait.</param>
        /// <returns>The job as it is after the change.</returns>
        public ValueTask<ScheduledJob> PauseJobAsync(string id, Func<JobState, JobState>? state = null, string? reason = null, CancellationToken cancellationToken = default) =>
            jobs.ModifyJobAsync(id, change => With(change.Pause().Reason(reason), state), cancellationToken);

        /// <summary>Pauses a job and, in the same update, changes its state as a value of its state type.</summary>
        /// <typeparam name="TState">The state type.</typeparam>
        /// <param name="id">Which.</param>
        /// <param name="state">From state to state; pure.</param>
        /// <param name="reason">Why.</param>
        /// <param name="cancellationToken">Ends the wait.</param>
        /// <returns>The job as it is after the change.</returns>
        public ValueTask<ScheduledJob> PauseJobAsync<TState>(string id, Func<TState, TState> state, string? reason = null, CancellationToken cancellationToken = default) =>
            jobs.ModifyJobAsync(id, change => change.Pause().State(state).Reason(reason), cancellationToken);

        /// <summary>Resumes a job, from now, and in the same update changes its state.</summary>
        /// <param name="id">Which.</param>
        /// <param name="state">From state to state; pure.</param>
        /// <param name="reason">Why.</param>
        /// <param name="cancellationToken">Ends the wait.</param>
        /// <returns>The job as it is after the change.</returns>
        public ValueTask<ScheduledJob> ResumeJobAsync(string id, Func<JobState, JobState>? state = null, string? reason = null, CancellationToken cancellationToken = default) =>
            jobs.ModifyJobAsync(id, change => With(change.Resume().Reason(reason), state), cancellationToken);

        /// <summary>Resumes a job, from now, and in the same update changes its state as a value of its state type.</summary>
        /// <typeparam name="TState">The state type.</typeparam>
        /// <param name="id">Which.</param>
        /// <param name="state">From state to state; pure.</param>
        /// <param name="reason">Why.</param>
        /// <param name="cancellationToken">Ends the wait.</param>
        /// <returns>The job as it is after the change.</returns>
        public ValueTask<ScheduledJob> ResumeJobAsync<TState>(string id, Func<TState, TState> state, string? reason = null, CancellationToken cancellationToken = default) =>
            jobs.ModifyJobAsync(id, change => change.Resume().State(state).Reason(reason), cancellationToken);

        /// <summary>Gives a job another trigger. A pause stays.</summary>
        /// <param name="id">Which.</param>
        /// <param name="trigger">The trigger.</param>
        /// <param name="reason">Why.</param>
        /// <param name="cancellationToken">Ends the wait.</param>
        /// <returns>The job as it is after the change.</returns>
        public ValueTask<ScheduledJob> RescheduleJobAsync(string id, Trigger trigger, string? reason = null, CancellationToken cancellationToken = default) =>
            jobs.ModifyJobAsync(id, change => change.Trigger(trigger).Reason(reason), cancellationToken);

        /// <summary>Changes a job's state.</summary>
        /// <param name="id">Which.</param>
        /// <param name="state">From state to state; pure.</param>
        /// <param name="reason">Why.</param>
        /// <param name="cancellationToken">Ends the wait.</param>
        /// <returns>The job as it is after the change.</returns>
        public ValueTask<ScheduledJob> UpdateStateAsync(string id, Func<JobState, JobState> state, string? reason = null, CancellationToken cancellationToken = default) =>
            jobs.ModifyJobAsync(id, change => change.State(state).Reason(reason), cancellationToken);

        /// <summary>Changes a job's state as a value of its state type.</summary>
        /// <typeparam name="TState">The state type.</typeparam>
        /// <param name="id">Which.</param>
        /// <param name="state">From state to state; pure.</param>
        /// <param name="reason">Why.</param>
        /// <param name="cancellationToken">Ends the wait.</param>
        /// <returns>The job as it is after the change.</returns>
        public ValueTask<ScheduledJob> UpdateStateAsync<TState>(string id, Func<TState, TState> state, string? reason = null, CancellationToken cancellationToken = default) =>
            jobs.ModifyJobAsync(id, change => change.State(state).Reason(reason), cancellationToken);

        /// <summary>Reads all jobs that answer a query, page by page.</summary>
        /// <param name="query">Which, in which order.</param>
        /// <param name="cancellationToken">Ends the reading.</param>
        /// <returns>The jobs.</returns>
        public IAsyncEnumerable<ScheduledJob> EnumerateJobsAsync(JobQuery query, CancellationToken cancellationToken = default) =>
            Pages(jobs, query, cancellationToken);
    }

    private static void With(JobChange change, Func<JobState, JobState>? state)
    {
        if (state is not null)
            change.State(state);
    }

    private static async IAsyncEnumerable<ScheduledJob> Pages(
        IJobControl jobs, JobQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = query; page is not null;)
        {
            var answer = await jobs.QueryJobsAsync(page, cancellationToken).ConfigureAwait(false);
            foreach (var job in answer.Items)
                yield return job;
            page = answer.Next is null ? null : query with { After = answer.Next };
        }
    }
}
