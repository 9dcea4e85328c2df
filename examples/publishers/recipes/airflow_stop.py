# Airflow: stops streams, waits until they have stopped, and goes on. No operator of Curfew's own is needed.
# Airflow 2.8 or newer. The worker needs Java 17 and curfew.jar; settings are those of the command line, CURFEW_….
from airflow import DAG
from airflow.operators.bash import BashOperator  # in Airflow 3: airflow.providers.standard.operators.bash

with DAG("maintenance", schedule=None) as dag:
    # snippet: airflow
    stop = BashOperator(
        task_id="stop_orders",
        bash_command="java -jar /opt/curfew/curfew.jar stop app.name=orders --wait --deadline 5m --reason maintenance",
        env={
            "CURFEW_REDIS_URL": "redis://{{ conn.curfew.host }}:{{ conn.curfew.port }}",
            "CURFEW_REDIS_PASSWORD": "{{ conn.curfew.password or '' }}",  # an empty one counts as none
        },
        append_env=True,
        # 0: all have stopped. 4: nobody matched, so there is nothing to stop. Any other code fails the task.
        skip_on_exit_code=4,
    )
    # end
    go_on = BashOperator(task_id="go_on", bash_command="echo stopped", trigger_rule="none_failed")
    stop >> go_on
