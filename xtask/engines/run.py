"""Runs scripts of `accordance sql` on an engine, and writes what each view finds.

usage: run.py ENGINE JOBS FOUND

ENGINE is duckdb, sail, sail-cluster, or a master of Spark such as local[2]. JOBS has a job a line: {"job", "setup": [statement …], "views":
[{"rule", "view", "statement"} …]}. FOUND gets a line for each view: {"job", "rule", "seconds", "cpu_seconds", "rows"}, or "error" for rows.
"""

import json
import os
import sys
import time


def duckdb_engine():
    import duckdb

    connection = duckdb.connect(config={"threads": 2})
    return connection.execute, lambda query: connection.execute(query).fetchall(), lambda: None


def sail_engine(mode="local"):
    os.environ["SAIL_MODE"] = mode
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer(ip="127.0.0.1", port=0)
    server.start(background=True)
    _, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()

    def stop():
        session.stop()
        server.stop()

    return session.sql, lambda query: session.sql(query).collect(), stop


def spark_engine(master):
    # Executors run the same Python, and nothing listens beyond this machine.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["SPARK_LOCAL_HOSTNAME"] = "127.0.0.1"
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master(master)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        # A statement of many steps is planned in much memory.
        .config("spark.driver.memory", "4g")
        # A rule of many steps takes more rounds to resolve than Spark goes by itself.
        .config("spark.sql.analyzer.maxIterations", "1000")
        .config("spark.sql.shuffle.partitions", os.environ.get("ACCORDANCE_PARTITIONS", "4"))
        .config("spark.local.dir", os.environ.get("ACCORDANCE_SPARK_DIR", "/tmp"))
        .config("spark.sql.warehouse.dir", os.environ.get("ACCORDANCE_SPARK_DIR", "/tmp"))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    return session.sql, lambda query: session.sql(query).collect(), session.stop


def cpu_seconds():
    """The processor time of this process and of those that it has started, where /proc tells it."""
    try:
        ticks, parents = {}, {}
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:
                        fields = file.read().rsplit(")", 1)[1].split()
                except OSError:  # it has ended
                    continue
                parents[int(entry)] = int(fields[1])
                ticks[int(entry)] = int(fields[11]) + int(fields[12])
    except OSError:
        return 0.0
    own = {os.getpid()}
    while True:
        more = {pid for pid, parent in parents.items() if parent in own and pid not in own}
        if not more:
            return sum(ticks.get(pid, 0) for pid in own) / os.sysconf("SC_CLK_TCK")
        own |= more


def quoted(engine, name):
    return f'"{name}"' if engine == "duckdb" else f"`{name}`"


def main():
    engine, jobs, found = sys.argv[1:]
    start = {
        "duckdb": duckdb_engine,
        "sail": sail_engine,
        "sail-cluster": lambda: sail_engine("local-cluster"),
    }.get(engine, lambda: spark_engine(engine))
    execute, rows_of, stop = start()
    with open(jobs, encoding="utf-8") as lines, open(found, "w", encoding="utf-8") as out:
        for line in lines:
            job = json.loads(line)
            try:
                for statement in job["setup"]:
                    execute(statement)
                failed = None
            except Exception as error:  # whatever an engine says is told
                failed = str(error)
            for view in job["views"]:
                result = {"job": job["job"], "rule": view["rule"]}
                begin, cpu = time.monotonic(), cpu_seconds()
                try:
                    if failed is not None:
                        raise RuntimeError(failed)
                    execute(view["statement"])
                    rows = rows_of(f"SELECT * FROM {quoted(engine, view['view'])}")
                    result["rows"] = [list(row) for row in rows]
                except Exception as error:  # as above
                    result["error"] = str(error)[:2000]
                result["seconds"] = time.monotonic() - begin
                result["cpu_seconds"] = cpu_seconds() - cpu
                out.write(json.dumps(result) + "\n")
                out.flush()
    stop()


if __name__ == "__main__":
    main()
